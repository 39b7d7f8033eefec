package llm.tools.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/// The option `--json` of every command whose result is data: a mixin.
public final class JsonOption {
    @Option(names = "--json", description = "Print the result as JSON, and nothing else.")
    private boolean json;

    /// Whether the result is to be JSON.
    public boolean wanted() {
        return json;
    }

    /// Prints a result, a record, as one line of JSON or as text.
    public void print(Object result, PrintWriter out, Consumer<PrintWriter> asText) {
        if (json) {
            out.println(write(result));
        } else {
            asText.accept(out);
        }
    }

    /// One line of JSON.
    public static String write(Object result) {
        try {
            return new ObjectMapper().writeValueAsString(result);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}

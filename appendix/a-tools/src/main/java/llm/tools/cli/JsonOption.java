package llm.tools.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/// The option `--json` of every command whose result is data: a mixin.
public final class JsonOption {
    private static final ObjectMapper JSON = new ObjectMapper().registerModule(new SimpleModule()
            .addSerializer(double.class, new FiniteOrNull())
            .addSerializer(Double.class, new FiniteOrNull()));

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

    /// One line of JSON, in which a number that is none, such as the error of one value, is null.
    public static String write(Object result) {
        try {
            return JSON.writeValueAsString(result);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// JSON knows neither NaN nor infinity.
    private static final class FiniteOrNull extends StdSerializer<Double> {
        private static final long serialVersionUID = 1;

        private FiniteOrNull() {
            super(Double.class);
        }

        @Override
        public void serialize(Double value, JsonGenerator out, SerializerProvider provider)
                throws IOException {
            if (Double.isFinite(value)) {
                out.writeNumber(value);
            } else {
                out.writeNull();
            }
        }
    }
}

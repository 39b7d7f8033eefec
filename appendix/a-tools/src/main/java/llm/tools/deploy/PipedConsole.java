package llm.tools.deploy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A question in each line of standard input; answers to standard output, all else to standard
/// error.
final class PipedConsole implements ChatConsole {
    private final BufferedReader in;
    private final PrintWriter out;
    private final PrintWriter err;

    PipedConsole(InputStream in, PrintWriter out, PrintWriter err) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.out = out;
        this.err = err;
    }

    @Override
    public @Nullable String read() throws IOException {
        String line = in.readLine();
        if (line == null || !line.endsWith(GOES_ON)) {
            return line;
        }
        StringBuilder whole = new StringBuilder();
        while (line != null && line.endsWith(GOES_ON)) {
            whole.append(line, 0, line.length() - GOES_ON.length()).append('\n');
            line = in.readLine();
        }
        return line == null ? whole.toString() : whole.append(line).toString();
    }

    @Override
    public void show(String piece) {
        out.print(piece);
        out.flush();
    }

    @Override
    public void endAnswer() {
        out.println();
    }

    @Override
    public void tell(String lines) {
        err.println(lines);
    }

    @Override
    public void mention(String line) {
        err.println(line);
    }

    @Override
    public void close() {
        out.flush();                                         // standard input stays open
    }
}

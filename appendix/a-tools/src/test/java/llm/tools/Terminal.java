package llm.tools;

import java.io.PrintWriter;
import java.io.StringWriter;

/// What one run of the command line printed.
public record Terminal(int exitCode, String out, String err) {
    public static Terminal run(String... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exitCode = Llm.run(new PrintWriter(out), new PrintWriter(err), args);
        return new Terminal(exitCode, out.toString(), err.toString());
    }
}

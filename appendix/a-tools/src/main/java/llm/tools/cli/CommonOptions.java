package llm.tools.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The options of every command: a mixin.
public final class CommonOptions {
    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    @Option(names = "--debug", description = "Show the stack trace of an error.")
    private boolean debug;

    @Option(names = "--quiet", description = "Show no progress.")
    private boolean quiet;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    /// Whether nothing but results and errors is to be printed.
    public boolean quiet() {
        return quiet;
    }

    /// Where results go.
    public PrintWriter out() {
        return command.commandLine().getOut();
    }

    /// Where all else goes.
    public PrintWriter err() {
        return command.commandLine().getErr();
    }

    /// Tells something beside the result, such as what of a file is passed over.
    public void notice(String line) {
        err().println(HumanReadable.line(line));
    }

    /// Starts to report progress on standard error, unless `--quiet` is given.
    ///
    /// @param unit  what is counted, in the plural, such as `steps`
    /// @param total the count at the end
    public Progress progress(String task, String unit, long total) {
        return quiet ? new NoProgress()
                : Progress.start(new Progress.Task(task, unit, total), err());
    }
}

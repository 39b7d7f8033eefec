package llm.tools;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The command line `./llm`: picks the command named in the arguments and runs it.
///
/// Exit codes: 0 success, 1 failure, 2 wrong usage. Results go to standard output, everything
/// else to standard error.
@Command(
        name = "llm",
        header = "Build, train and use a language model, step by step.",
        versionProvider = VersionText.class,
        synopsisHeading = "Usage: ",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footer = {"", "Example:", "  ./llm doctor", "Help for one command: ./llm COMMAND --help"})
public final class Llm implements Runnable {
    static final int SUCCESS = 0;
    static final int FAILURE = 1;
    static final int WRONG_USAGE = 2;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = {"-V", "--version"}, versionHelp = true, description = "Print versions.")
    private boolean version;

    /// Runs one command and ends the JVM with its exit code.
    public static void main(String[] args) {
        System.exit(run(utf8(FileDescriptor.out), utf8(FileDescriptor.err), args));
    }

    /// Runs one command and returns its exit code.
    static int run(PrintWriter out, PrintWriter err, String... args) {
        var line = commandLine(Arrays.asList(args)).setOut(out).setErr(err);
        line.setParameterExceptionHandler(UsageError::explain);
        line.setExecutionExceptionHandler((error, command, parsed) ->
                Failure.report(error, command.getErr(), parsed.originalArgs()));
        try {
            return line.execute(args);
        } catch (Error error) { // picocli hands over exceptions only
            return Failure.report(error, err, Arrays.asList(args));
        } finally {
            out.flush();
            err.flush();
        }
    }

    /// The command line with every command's name, but only the named commands' classes: loading
    /// all of them would slow down each start.
    static CommandLine commandLine(List<String> args) {
        var line = new CommandLine(new Llm());
        for (var command : BookCommand.values()) {
            line.addSubcommand(command.word(), args.contains(command.word())
                    ? command.load() : command.placeholder());
        }
        return line;
    }

    @Override
    public void run() {
        spec.commandLine().usage(common.out());
    }

    /// Text is UTF-8 whatever the locale says: JSON and stories must not lose characters.
    private static PrintWriter utf8(FileDescriptor descriptor) {
        var bytes = new FileOutputStream(descriptor);
        return new PrintWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8), true);
    }
}

package llm.tools;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.Failure;
import llm.tools.cli.OutputLost;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The command line `./llm`: picks the command named in the arguments and runs it.
///
/// Exit codes: 0 success, 1 failure, 2 wrong usage, 141 nobody reads the output any more. Results
/// go to standard output, everything else to standard error.
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
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = {"-V", "--version"}, versionHelp = true, description = "Print versions.")
    private boolean version;

    /// Runs one command and ends the JVM with its exit code.
    public static void main(String[] args) {
        Locale.setDefault(Locale.ROOT);                     // numbers read the same everywhere
        int exitCode = run(utf8(new StandardOutput()),
                utf8(new FileOutputStream(FileDescriptor.err)), args);
        if (exitCode != ExitCode.SUCCESS || somethingElseRuns()) {
            System.exit(exitCode);
        }
    }

    /// Whether the JVM would not end by itself. Where it does, it is left to: `System.exit` opens
    /// every jar in search of a logger, which takes as long as a short command.
    private static boolean somethingElseRuns() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> !thread.isDaemon() && thread != Thread.currentThread());
    }

    /// Runs one command and returns its exit code. A result that nobody could read is a failure.
    static int run(PrintWriter out, PrintWriter err, String... args) {
        var line = commandLine(Arrays.asList(args)).setOut(out).setErr(err);
        line.setParameterExceptionHandler(UsageError::explain);
        line.setExecutionStrategy(OptionBounds::run);
        line.setExecutionExceptionHandler((error, command, parsed) ->
                Failure.report(error, command.getErr(), parsed.originalArgs()));
        try {
            int exitCode = line.execute(args);
            if (out.checkError()) {
                throw new OutputLost(new IOException("there is no place for it"));
            }
            return exitCode;
        } catch (Error error) {                             // picocli hands over exceptions only
            return Failure.report(error, err, Arrays.asList(args));
        } finally {
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
        return line.setExpandAtFiles(false);                // a text may begin with @
    }

    @Override
    public void run() {
        spec.commandLine().usage(common.out());
    }

    /// Text is UTF-8 whatever the locale says: JSON and stories must not lose characters.
    private static PrintWriter utf8(OutputStream bytes) {
        return new PrintWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8), true);
    }
}

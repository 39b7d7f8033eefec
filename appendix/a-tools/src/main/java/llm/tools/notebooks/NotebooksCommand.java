package llm.tools.notebooks;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import llm.kernel.KernelSpec;
import llm.tensor.file.AtomicFile;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.Project;
import llm.tools.cli.StopSignal;
import llm.tools.cli.WrongUsage;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Opens the notebooks in Jupyter.
@Command(
        description = {"", "Starts JupyterLab or Jupyter Notebook with the book's Java kernel. All "
                + "that Jupyter keeps goes to the book's folder .cache/jupyter."},
        footer = {"", "Examples:", "  ./llm notebooks ch03",
            "  ./llm notebooks ch03 -- --no-browser --port 8890",
            "  ./llm notebooks --install-kernel --user"})
public final class NotebooksCommand implements Callable<Integer> {
    private static final List<String> PROGRAMS = List.of("jupyter-lab", "jupyter-notebook");
    /// What Jupyter calls its settings, and what it called them before version 7.
    private static final List<String> CONFIG_FILES =
            List.of("jupyter_server_config.py", "jupyter_notebook_config.py");

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "CHAPTER", arity = "0..*",
            completionCandidates = NotebookChoice.Names.class,
            description = "A chapter, such as ch03; after --, options for Jupyter.")
    private List<String> arguments = new ArrayList<>();

    @Option(names = "--kernel-path",
            description = "Only print the folder for JUPYTER_PATH that holds the kernel.")
    private boolean kernelPath;

    @Option(names = "--install-kernel",
            description = "Only register the Java kernel, for Jupyter however it is started.")
    private boolean installKernel;

    @Option(names = "--user", description = "With --install-kernel: yes, in my home folder.")
    private boolean user;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (installKernel) {
            return install();
        }
        Path own = Project.cache().resolve("jupyter");
        kernelSpec().writeTo(own);
        if (kernelPath) {
            common.out().println(own);
            return ExitCode.SUCCESS;
        }
        Path program = find(System.getenv("PATH"));
        if (program == null) {
            throw new IllegalStateException("Jupyter is not installed: pip install jupyterlab, or "
                    + "apt-get install jupyter-notebook, or go without it: ./llm run ch03");
        }
        return start(program, own);
    }

    private Integer install() throws IOException {
        if (!user) {
            throw new WrongUsage("--install-kernel writes to your home folder ("
                    + userFolder(System.getenv()) + "): say so with --user.");
        }
        Path folder = kernelSpec().writeTo(userFolder(System.getenv()));
        common.out().println("The kernel \"Java\" is registered in " + folder + ". It belongs to "
                + "this copy of the book; ./llm doctor builds the copy again after a change.");
        return ExitCode.SUCCESS;
    }

    private static KernelSpec kernelSpec() {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new KernelSpec(List.of(java.toString(),
                "@" + Project.cache().resolve("launch/java.args")));
    }

    private Integer start(Path program, Path own) throws IOException, InterruptedException {
        List<String> command = commandLine(program, arguments);
        if ("root".equals(System.getProperty("user.name"))) {
            command.add("--allow-root");
        }
        var builder = new ProcessBuilder(command).inheritIO()
                .directory(Project.root().resolve("notebooks").toFile());
        keepWithin(own, builder.environment());
        configure(own.resolve("config"));
        if (!trust(program, builder.environment())) {
            common.err().println("The notebooks are not signed by jupyter-trust: until their cells "
                    + "are run, Jupyter shows drawings as pixels.");
            common.err().flush();
        }
        try (var _ = new StopSignal(() -> { })) {           // Ctrl-C is Jupyter's to answer
            return run(builder);
        }
    }

    /// A terminal sends Ctrl-C to both; SIGTERM comes here alone and is handed on.
    private static int run(ProcessBuilder builder) throws IOException, InterruptedException {
        var terminated = new AtomicBoolean();
        var jupyter = new CompletableFuture<Process>();
        Signals.register("TERM", () -> {
            terminated.set(true);
            jupyter.thenAccept(Process::destroy);
        });
        jupyter.complete(builder.start());
        int exitCode = jupyter.join().waitFor();
        return terminated.get() ? ExitCode.TERMINATED
                : exitCode == 0 ? ExitCode.SUCCESS : ExitCode.FAILURE;
    }

    /// The chapter, if there is one, comes first; the rest is Jupyter's.
    static List<String> commandLine(Path program, List<String> arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(program.toString());
        command.addAll(arguments);
        if (!arguments.isEmpty() && !arguments.getFirst().startsWith("-")) {
            command.set(1, NotebookChoice.find(arguments.getFirst()).toAbsolutePath().toString());
        }
        return command;
    }

    /// Jupyter's settings, logs and trusted notebooks stay in the book's folder, too.
    static void keepWithin(Path own, Map<String, String> environment) {
        environment.merge("JUPYTER_PATH", own.toString(),
                (others, ours) -> ours + File.pathSeparator + others);
        environment.put("JUPYTER_CONFIG_DIR", own.resolve("config").toString());
        environment.put("JUPYTER_DATA_DIR", own.resolve("data").toString());
        environment.put("JUPYTER_RUNTIME_DIR", own.resolve("runtime").toString());
        environment.put("IPYTHONDIR", own.resolve("ipython").toString());
    }

    /// Writes Jupyter's settings: how notebooks are saved.
    static void configure(Path folder) throws IOException {
        try (InputStream config = NotebooksCommand.class.getResourceAsStream("jupyter_config.py")) {
            String text = new String(config.readAllBytes(), StandardCharsets.UTF_8);
            for (String name : CONFIG_FILES) {
                AtomicFile.writeText(folder.resolve(name), text);
            }
        }
    }

    /// Signs the book's notebooks: before a cell is run, Jupyter shows drawings as such only of
    /// notebooks that it trusts.
    ///
    /// @return whether they are signed
    static boolean trust(Path program, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path signer = program.resolveSibling(String.valueOf(program.getFileName())
                .replaceFirst("jupyter-(lab|notebook)", "jupyter-trust"));
        if (!Files.isExecutable(signer)) {
            return false;
        }
        var command = new ArrayList<>(List.of(signer.toString()));
        NotebookChoice.ofBook().forEach(file -> command.add(file.toString()));
        var builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        return builder.start().waitFor() == 0;
    }

    /// The first of Jupyter's programs on a path of folders.
    static @Nullable Path find(@Nullable String path) {
        for (String program : PROGRAMS) {
            for (String folder : (path == null ? "" : path).split(File.pathSeparator)) {
                for (String ending : List.of("", ".exe")) {
                    Path file = Path.of(folder, program + ending);
                    if (Files.isExecutable(file) && !Files.isDirectory(file)) {
                        return file;
                    }
                }
            }
        }
        return null;
    }

    /// Where Jupyter looks for the kernels of this user. Java takes the home folder from the list
    /// of users, Jupyter from the environment.
    static Path userFolder(Map<String, String> environment) {
        String chosen = environment.get("JUPYTER_DATA_DIR");
        if (chosen != null) {
            return Path.of(chosen);
        }
        String system = System.getProperty("os.name");
        if (system.startsWith("Windows")) {
            return Path.of(environment.get("APPDATA"), "jupyter");
        }
        Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
        if (system.startsWith("Mac")) {
            return home.resolve("Library/Jupyter");
        }
        String data = environment.get("XDG_DATA_HOME");
        return (data != null ? Path.of(data) : home.resolve(".local/share")).resolve("jupyter");
    }
}

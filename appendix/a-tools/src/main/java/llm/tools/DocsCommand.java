package llm.tools;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.Project;
import llm.train.StagedFolder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Makes pages of the chapters' documentation comments.
@Command(
        description = {"", "Builds the Javadoc of all chapters, and says where its first page is."},
        footer = {"", "Examples:", "  ./llm docs", "  ./llm docs --out out/docs"})
final class DocsCommand implements Callable<Integer> {
    private static final Pattern MODULE_NAME = Pattern.compile("<name>(.*)</name>");
    private static final List<String> FIRST_PAGES = List.of("index.html", "element-list");

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--out", paramLabel = "DIR",
            description = "The folder to write (default: docs in the book's .cache).")
    private @Nullable Path out;

    @Override
    public Integer call() throws IOException {
        Path target = (out != null ? out : Project.cache().resolve("docs")).toAbsolutePath();
        requireFree(target);
        Path staged = Files.createTempDirectory(Files.createDirectories(target.getParent()),
                ".docs-");
        try {
            write(staged);
            if (Files.exists(target)) {
                StagedFolder.delete(target);
            }
            Files.move(staged, target);
        } finally {
            if (Files.exists(staged)) {
                StagedFolder.delete(staged);
            }
        }
        common.out().println("The documentation begins at "
                + target.resolve("index.html").toUri());
        return ExitCode.SUCCESS;
    }

    /// What an earlier run has written is replaced; nothing else.
    private static void requireFree(Path target) throws IOException {
        if (Files.notExists(target) || FIRST_PAGES.stream().map(target::resolve)
                .allMatch(Files::exists)) {
            return;
        }
        try (Stream<Path> entries = Files.list(target)) {
            if (entries.findAny().isPresent()) {
                throw new IllegalArgumentException("The folder to write must be new or empty, or "
                        + "hold earlier documentation, got " + target + ".");
            }
        }
    }

    private void write(Path folder) throws IOException {
        String sources = modules().stream().map(module -> sources(module).toString())
                .collect(Collectors.joining(File.pathSeparator));
        List<String> arguments = new ArrayList<>(List.of("-quiet", "-d", folder.toString(),
                "-encoding", "UTF-8", "-Xdoclint:all,-missing", "-windowtitle",
                "LLM from scratch, in Java", "-doctitle", "LLM from scratch, in Java",
                "-classpath", System.getProperty("java.class.path"), "--source-path", sources,
                "-subpackages", "llm"));
        for (Path chapter : modules(Project.root().resolve("chapters"))) {
            arguments.addAll(List.of("-group", name(chapter), packages(chapter)));
        }
        var told = new StringWriter();
        var printer = new PrintWriter(told);
        int failed = ToolProvider.findFirst("javadoc").orElseThrow(() ->
                new IllegalStateException("a JDK must have the tool javadoc, got one without it"))
                .run(printer, printer, arguments.toArray(String[]::new));
        if (failed != 0) {
            throw new IllegalStateException("javadoc must succeed, got:\n" + told);
        }
        common.err().print(told);
    }

    /// The chapters, and modules within them.
    private static List<Path> modules() throws IOException {
        List<Path> all = new ArrayList<>();
        for (Path chapter : modules(Project.root().resolve("chapters"))) {
            all.add(chapter);
            all.addAll(modules(chapter));
        }
        return all;
    }

    private static List<Path> modules(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> Files.isDirectory(sources(entry).resolve("llm")))
                    .sorted().toList();
        }
    }

    private static Path sources(Path module) {
        return module.resolve("src/main/java");
    }

    /// As its `pom.xml` says.
    private static String name(Path chapter) throws IOException {
        Matcher name = MODULE_NAME.matcher(Files.readString(chapter.resolve("pom.xml")));
        return name.find() ? name.group(1) : chapter.getFileName().toString();
    }

    /// The patterns of its packages, as `-group` takes them.
    private static String packages(Path chapter) throws IOException {
        try (Stream<Path> folders = Files.list(sources(chapter).resolve("llm"))) {
            return folders.map(folder -> "llm." + folder.getFileName()).sorted()
                    .map(name -> name + ":" + name + ".*").collect(Collectors.joining(":"));
        }
    }
}

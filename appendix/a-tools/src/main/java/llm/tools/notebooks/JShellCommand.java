package llm.tools.notebooks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import jdk.jshell.tool.JavaShellToolBuilder;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.OutputLost;
import llm.tools.cli.Project;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Opens JShell with the book's library.
@Command(
        description = {"", "Opens the JDK's JShell. The book's classes up to the chapter are "
                + "imported; Tab completes, and twice shows documentation, Ctrl-C stops a loop, /exit "
                + "ends."},
        footer = {"", "Examples:", "  ./llm jshell ch03", "  ./llm jshell notebooks/jshell/ch03.jsh"})
public final class JShellCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "CHAPTER|FILE", arity = "0..*",
            completionCandidates = NotebookChoice.Chapters.class,
            description = "Import up to this chapter (default: all); files of JShell to run first.")
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        int chapters = ChapterImports.CHAPTERS;
        var files = new ArrayList<String>();
        for (String argument : arguments) {
            OptionalInt chapter = NotebookChoice.chapter(argument);
            if (chapter.isPresent()) {
                chapters = Math.min(chapters, chapter.getAsInt());
            } else {
                files.add(argument);
            }
        }
        Path startup = Files.createTempFile(Files.createDirectories(Project.cache()), "jshell",
                ".jsh");
        try {
            Files.writeString(startup, ChapterImports.upTo(chapters));
            DocumentationSources.add(Project.root());
            var options = new ArrayList<>(List.of("--execution", "cells", "--startup",
                    startup.toString(), "-C--add-modules", "-Cjdk.incubator.vector",
                    "-C-Xlint:-incubating"));
            options.addAll(files);
            System.setOut(withoutClose(System.out));
            int exitCode = JavaShellToolBuilder.builder()
                    .persistence(new HashMap<>())           // nothing in the user's home folder
                    .start(options.toArray(String[]::new));
            if (System.out.checkError()) {
                common.out().println();                     // fails again, and says why
                throw new OutputLost(new IOException("standard output took no more"));
            }
            return exitCode;
        } finally {
            Files.delete(startup);
        }
    }

    /// What a snippet closes must stay open for the tool.
    private static PrintStream withoutClose(PrintStream out) {
        return new PrintStream(out, true, out.charset()) {
            @Override
            public void close() {
                flush();
            }
        };
    }
}

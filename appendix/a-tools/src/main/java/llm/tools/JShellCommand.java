package llm.tools;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.Callable;
import jdk.jshell.tool.JavaShellToolBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Opens JShell with the book's library.
@Command(
        description = {"", "Opens the JDK's JShell. The book's classes up to the chapter are "
                + "imported; Tab completes, Ctrl-C stops a loop, /exit ends."},
        footer = {"", "Examples:", "  ./llm jshell ch03", "  ./llm jshell notebooks/jshell/ch03.jsh"})
final class JShellCommand implements Callable<Integer> {
    private static final List<String> EVERYWHERE = List.of("java.io.*", "java.math.*",
            "java.nio.file.*", "java.util.*", "java.util.concurrent.*", "java.util.function.*",
            "java.util.stream.*", "llm.show.*", "static llm.show.Check.check",
            "org.nd4j.linalg.api.ndarray.INDArray", "org.nd4j.linalg.factory.Nd4j",
            "tech.tablesaw.api.*");
    /// What each chapter adds.
    private static final List<List<String>> CHAPTERS = List.of(
            List.of("llm.tensor.*", "llm.tensor.layer.*", "llm.tensor.op.*",
                    "llm.tensor.optim.*"),
            List.of("llm.text.*"), List.of("llm.attention.*"), List.of("llm.model.*"),
            List.of("llm.pretrain.*", "llm.tales.TaleGenerator"));

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "CHAPTER|FILE", arity = "0..*",
            description = "Import up to this chapter (default: all); files of JShell to run first.")
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        int chapters = CHAPTERS.size();
        var files = new ArrayList<String>();
        for (String argument : arguments) {
            if (argument.matches("ch\\d\\d")) {
                chapters = Math.min(chapters, Integer.parseInt(argument.substring(2)));
            } else {
                files.add(argument);
            }
        }
        Path startup = Files.createTempFile("llm", ".jsh");
        try {
            Files.writeString(startup, startup(chapters));
            var options = new ArrayList<>(List.of("--execution", "cells", "--startup",
                    startup.toString(), "-C--add-modules", "-Cjdk.incubator.vector",
                    "-C-Xlint:-incubating"));
            options.addAll(files);
            return JavaShellToolBuilder.builder()
                    .persistence(new HashMap<>())           // nothing in the user's home folder
                    .start(options.toArray(String[]::new));
        } finally {
            Files.delete(startup);
        }
    }

    /// The imports of the first chapters.
    static String startup(int chapters) {
        var script = new StringBuilder();
        EVERYWHERE.forEach(name -> script.append("import ").append(name).append(";\n"));
        CHAPTERS.stream().limit(chapters).flatMap(List::stream)
                .forEach(name -> script.append("import ").append(name).append(";\n"));
        return script.toString();
    }
}

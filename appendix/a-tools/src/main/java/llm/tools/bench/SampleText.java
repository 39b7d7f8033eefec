package llm.tools.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import llm.tales.TaleGenerator;
import llm.tensor.file.AtomicFile;
import llm.tools.cli.Project;
import org.jspecify.annotations.Nullable;

/// Twenty megabytes of text to measure with, always the same for one JDK.
final class SampleText {
    static final String HELP = "A file of text in UTF-8 (default: 20 MB of the JDK's sources, or "
            + "of tales where it came without).";
    private static final int LENGTH = 20_000_000;
    private static final Path JDK_SOURCES =
            Path.of(System.getProperty("java.home"), "lib", "src.zip");

    private SampleText() {}

    /// The file that was given, else the text in a file of the book's own, written when it is first
    /// wanted. Of the JDK's sources six tenths are English, in comments, and the rest is code. Tales
    /// have few different words, which favours every tokenizer that remembers words.
    static Path fileOr(@Nullable Path given) throws IOException {
        Path file = placeOr(given);
        if (given == null && !Files.exists(file)) {
            Files.createDirectories(file.getParent());
            String text = haveSources() ? ofSources(JDK_SOURCES, LENGTH) : ofTales(LENGTH);
            AtomicFile.write(file, part -> Files.writeString(part, text));
        }
        return file;
    }

    /// Where that is or will be.
    static Path placeOr(@Nullable Path given) {
        String name = haveSources() ? "jdk-" + Runtime.version().feature() + "-sources.txt"
                : "tales.txt";
        return given != null ? given : Project.cache().resolve("bench").resolve(name);
    }

    private static boolean haveSources() {
        return Files.isReadable(JDK_SOURCES);
    }

    /// The Java files of `java.base` in the order of their names, as many as fit.
    static String ofSources(Path zip, int length) throws IOException {
        StringBuilder text = new StringBuilder(length);
        try (ZipFile sources = new ZipFile(zip.toFile())) {
            List<? extends ZipEntry> files = sources.stream()
                    .filter(file -> file.getName().matches("java\\.base/java/.*\\.java"))
                    .sorted(Comparator.comparing(ZipEntry::getName)).toList();
            for (ZipEntry file : files) {
                String source = new String(sources.getInputStream(file).readAllBytes(),
                        StandardCharsets.UTF_8);
                if (text.length() + source.length() > length) {
                    break;
                }
                text.append(source);
            }
        }
        return text.toString();
    }

    private static String ofTales(int length) {
        StringBuilder text = new StringBuilder(length + 2_000);
        var tales = TaleGenerator.of(1).stream().iterator();
        while (text.length() < length) {
            text.append(tales.next().text()).append('\n');
        }
        return text.toString();
    }
}

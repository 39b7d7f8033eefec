package llm.tools.doctor;

import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import llm.tensor.Backends;
import llm.tools.cli.Failure;

/// What `./llm doctor` asks the software around the book.
final class SoftwareChecks {
    private static final double MIB = 1L << 20;

    private final Path cache;
    private final Map<String, String> environment;

    SoftwareChecks(Path cache, Map<String, String> environment) {
        this.cache = cache;
        this.environment = environment;
    }

    List<Diagnosis> all() {
        return List.of(caches(), products(), fonts(), jupyter(), data());
    }

    Diagnosis caches() {
        try {
            Files.createDirectories(cache);
            Files.delete(Files.createTempFile(cache, "doctor", null));
            return Diagnosis.ok("Cache", String.format(Locale.ROOT, "%s, %.0f MiB", cache, size()));
        } catch (IOException e) {
            return Diagnosis.missing("Cache", Failure.sentence(e),
                    "Copy the book to a folder where you may write.");
        }
    }

    private double size() throws IOException {
        try (Stream<Path> files = Files.walk(cache)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length()).sum() / MIB;
        }
    }

    /// Wide vectors multiply fastest in Java; narrow ones want machine code or OpenBLAS.
    private static Diagnosis products() {
        try {
            String cpu = Backends.named("cpu").description();
            boolean fast = cpu.contains("512-bit") || !cpu.endsWith("Java");
            return fast ? Diagnosis.ok("Products", cpu) : noOpenBlas(cpu);
        } catch (LinkageError e) {
            return noOpenBlas(String.valueOf(e.getMessage()));
        }
    }

    private static Diagnosis noOpenBlas(String found) {
        return Diagnosis.missing("Products", found + ", without OpenBLAS",
                "Use Linux, macOS or Windows on x86-64 or ARM64, with glibc 2.17 or newer.");
    }

    /// Draws a letter: charts need a font, and a bare container has none.
    private static Diagnosis fonts() {
        try {
            var image = new BufferedImage(20, 20, BufferedImage.TYPE_INT_RGB);
            var graphics = image.createGraphics();
            graphics.setColor(Color.WHITE);
            graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 16));
            graphics.drawString("W", 2, 16);
            String family = graphics.getFont().getFamily();
            graphics.dispose();
            int[] pixels = image.getRGB(0, 0, 20, 20, null, 0, 20);
            if (Arrays.stream(pixels).anyMatch(p -> p != Color.BLACK.getRGB())) {
                return Diagnosis.ok("Fonts", "charts can be drawn with " + family);
            }
            return noFonts("text comes out empty");
        } catch (LinkageError | InternalError | RuntimeException e) {
            return noFonts(String.valueOf(e.getMessage()));
        }
    }

    private static Diagnosis noFonts(String found) {
        return Diagnosis.missing("Fonts", found,
                "Install one, on Debian or Ubuntu: apt-get install fontconfig fonts-dejavu-core");
    }

    Diagnosis jupyter() {
        return onPath("jupyter").map(path -> Diagnosis.ok("Jupyter", path.toString()))
                .orElseGet(() -> Diagnosis.optional("Jupyter", "not on the PATH",
                        "Only for notebooks in the browser: pip install jupyterlab"));
    }

    private Optional<Path> onPath(String program) {
        return Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(environment.getOrDefault("PATH", ""))
                .flatMap(folder -> Stream.of(program, program + ".exe")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    Diagnosis data() {
        String folder = environment.getOrDefault("LLM_DATA_DIR", "");
        String advice = "Set it to a folder that holds the-verdict.txt, to test on real text.";
        if (folder.isBlank()) {
            return Diagnosis.optional("LLM_DATA_DIR", "not set", advice);
        }
        if (!Files.isDirectory(Path.of(folder))) {
            return Diagnosis.optional("LLM_DATA_DIR", "no such folder: " + folder, advice);
        }
        return Files.exists(Path.of(folder, "the-verdict.txt"))
                ? Diagnosis.ok("LLM_DATA_DIR", folder)
                : Diagnosis.optional("LLM_DATA_DIR", folder + " holds no the-verdict.txt", advice);
    }
}

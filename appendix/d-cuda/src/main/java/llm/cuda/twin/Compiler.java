package llm.cuda.twin;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// This machine's C++ compiler.
///
/// @param program  its name or path
/// @param identity what it says of itself and of the processor that it compiles for
record Compiler(String program, String identity) {
    private static final List<String> USUAL = List.of("g++", "clang++", "c++");

    /// Each operation rounds for itself, `fmaf` alone is fused, `sqrtf` and divisions are exact,
    /// values may be subnormal and nothing is rearranged: as the driver asks of NVRTC. Kernels look
    /// at the bits of values, and leave their stacks.
    static final List<String> FLAGS = List.of("-std=c++17", "-O2", "-march=native",
            "-ffp-contract=off", "-fno-math-errno", "-fno-strict-aliasing", "-fno-exceptions",
            "-fvisibility=hidden", "-fPIC", "-U_FORTIFY_SOURCE", "-w");

    /// The first of the usual compilers that is on the `PATH`.
    ///
    /// @throws IllegalStateException if none is, or the system is not Linux, whose libraries and
    ///                               memory the twin counts on
    static Compiler find() {
        String system = System.getProperty("os.name");
        if (!system.equals("Linux")) {
            throw new IllegalStateException("kernels can be run on the processor on Linux only, "
                    + "got " + system);
        }
        return find(USUAL, System.getenv().getOrDefault("PATH", ""));
    }

    /// @throws IllegalStateException if none is
    static Compiler find(List<String> names, String path) {
        for (String name : names) {
            for (String folder : path.split(File.pathSeparator)) {
                Path program = Path.of(folder, name);
                if (Files.isExecutable(program)) {
                    List<String> macros = List.of("-dM", "-E", "-x", "c++", "/dev/null");
                    return new Compiler(program.toString(),
                            output(command(program.toString(), macros), Path.of(".")));
                }
            }
        }
        throw new IllegalStateException(("a machine that runs kernels on its processor must have a "
                + "C++ compiler on its PATH, one of %s, got none").formatted(
                String.join(", ", names)));
    }

    /// Makes a library of a file in `folder`.
    ///
    /// @throws IllegalStateException if the compiler refuses it
    void compile(Path folder, String source, String library) {
        output(command(program, List.of("-shared", source, "-o", library)), folder);
    }

    private static List<String> command(String program, List<String> more) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(FLAGS);
        command.addAll(more);
        return command;
    }

    private static String output(List<String> command, Path folder) {
        try {
            Process process = new ProcessBuilder(command).directory(folder.toFile())
                    .redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(),
                    StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("kernels must be C++ that %s compiles, got %s"
                        .formatted(command.getFirst(), firstError(output)));
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the compiler must not be interrupted", e);
        }
    }

    private static String firstError(String output) {
        return output.lines().filter(line -> line.contains("error")).findFirst().orElse(output);
    }
}

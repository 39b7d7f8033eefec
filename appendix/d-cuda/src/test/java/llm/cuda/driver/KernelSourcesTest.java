package llm.cuda.driver;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.Named.named;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import llm.cuda.gpu.KernelSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Compiles each source for GPUs, by NVRTC or else nvcc, where one is installed.
@DisplayName("The sources of kernels")
class KernelSourcesTest {
    private static final List<String> ARCHITECTURES =
            List.of("sm_75", "sm_80", "sm_90", "sm_100");
    /// Macros that stand for a number in sources that have none of their own.
    private static final Map<String, Macro> MACROS = Map.of(
            "attention.cu", new Macro("WIDTH", 32, 64, 128, 256),
            "attention_bf16.cu", new Macro("WIDTH", 32, 64, 128),
            "attention_decode.cu", new Macro("WIDTH", 32, 64, 128, 256),
            "few_rows.cu", new Macro("ROWS", 1, 2, 4, 8));
    /// Bytes of values for which a kernel may have no registers. These keep a tile's results in
    /// theirs, and what is spilled is read once for a tile.
    private static final Map<String, Integer> ALLOWED_SPILLS = Map.of(
            "attention_gradient_of_keys", 96, "attention_gradient_of_queries", 64,
            "attention_decode", 64, "attention_forward", 16, "multiply_few", 88);
    private static final Optional<Nvrtc> NVRTC = nvrtc();
    private static final String SAY_REGISTERS = "--ptxas-options=-v";
    private static final Pattern USE = Pattern.compile("Compiling entry function '(\\w+)'.*?"
            + "(\\d+) bytes spill stores.*?Used (\\d+) registers", Pattern.DOTALL);
    private static final Path REPORT = Path.of("target", "kernel-registers.txt");

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(NVRTC.isPresent() || Tool.run("nvcc", "--version").isPresent(),
                "neither NVRTC nor nvcc is installed");
        Files.deleteIfExists(REPORT);
    }

    static List<Named<KernelSource>> sources() throws Exception {
        URI common = KernelSource.class.getResource("/llm/cuda/kernels/" + KernelSource.COMMON)
                .toURI();                                       // is beside the module's, not tests'
        List<KernelSource> sources = new ArrayList<>();
        try (Stream<Path> all = Files.list(Path.of(common).getParent())) {
            for (String file : all.map(path -> path.getFileName().toString()).sorted().toList()) {
                if (MACROS.containsKey(file)) {
                    Macro macro = MACROS.get(file);
                    macro.numbers().forEach(number -> sources.add(
                            KernelSource.of(file).defining(macro.name(), number)));
                } else if (file.endsWith(".cu")) {
                    sources.add(KernelSource.of(file));
                }
            }
        }
        return sources.stream().map(source -> named(source.file(), source)).toList();
    }

    private record Macro(String name, List<Integer> numbers) {
        Macro(String name, Integer... numbers) {
            this(name, List.of(numbers));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sources")
    @DisplayName("compile to code that has each kernel and leaves no value without a register")
    void compile(KernelSource source) throws IOException {
        List<Use> all = ARCHITECTURES.parallelStream().flatMap(a -> compile(source, a)).toList();
        Files.writeString(REPORT, all.stream().map(use -> use + "\n").collect(joining()),
                StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        for (String architecture : ARCHITECTURES) {
            assertEquals(source.names(), all.stream()
                    .filter(use -> use.architecture().equals(architecture))
                    .map(Use::kernel).collect(toSet()), architecture);
        }
        assertEquals(List.of(), all.stream().filter(use ->
                use.spilled() > ALLOWED_SPILLS.getOrDefault(use.kernel(), 0)).toList());
    }

    /// @param spilled bytes
    private record Use(String file, String architecture, String kernel, int registers,
                       int spilled) {
    }

    private Stream<Use> compile(KernelSource source, String architecture) {
        String said = byNvrtc(source, architecture)
                .orElseGet(() -> byNvcc(source, architecture));
        return USE.matcher(said).results().map(use -> new Use(source.file(), architecture,
                use.group(1), Integer.parseInt(use.group(3)), Integer.parseInt(use.group(2))));
    }

    private static Optional<Nvrtc> nvrtc() {
        try {
            return Optional.of(new Nvrtc(CudaLibraries.ofThisMachine(), 13));
        } catch (IllegalStateException e) {
            return Optional.empty();                            // is not installed
        }
    }

    private static Optional<String> byNvrtc(KernelSource source, String architecture) {
        List<String> options = new ArrayList<>(Nvrtc.options(architecture));
        options.add(SAY_REGISTERS);
        return NVRTC.map(nvrtc -> nvrtc.compile(source, options).log());
    }

    private String byNvcc(KernelSource source, String architecture) {
        try {
            Path own = Files.createDirectory(folder.resolve(architecture));
            Files.writeString(own.resolve(KernelSource.COMMON),
                    KernelSource.read(KernelSource.COMMON));
            Path text = Files.writeString(own.resolve(source.file()), source.text());
            Tool.Result compiled = Tool.run("nvcc", "-cubin", "-arch=" + architecture,
                    "-std=c++17", "--fmad=false", SAY_REGISTERS, "-o",
                    own.resolve("made.cubin").toString(), text.toString()).orElseThrow();
            assertEquals(0, compiled.status(), compiled.said());
            return compiled.said();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package llm.cuda.gpu;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Kernels in CUDA C++: a file among this module's resources, or a text of one's own.
///
/// @param file     its name, such as `rows.cu`, by which compilers speak of it
/// @param text     what it says
/// @param kernels  its functions by name
public record KernelSource(String file, String text, Map<String, Signature> kernels) {
    /// What every source includes.
    public static final String COMMON = "common.cuh";
    private static final String FOLDER = "/llm/cuda/kernels/";
    private static final Pattern INCLUDE = Pattern.compile("#include \"(.*)\"");

    /// The source of this name. What it includes stands in its text, except for [#COMMON].
    public static KernelSource of(String file) {
        return ofText(file, read(file));
    }

    /// Kernels that are no resource, such as those of a notebook; they include what resources do.
    ///
    /// ```java
    /// KernelSource source = KernelSource.ofText("twice.cu", """
    ///         extern "C" __global__ void twice(float* x) {
    ///             x[threadIdx.x] *= 2;
    ///         }
    ///         """);
    /// gpu.launch(gpu.kernel(source, "twice"), new Grid(1, 1, 256), x);
    /// ```
    ///
    /// @param file a name for it that ends in `.cu`
    /// @throws IllegalArgumentException if it declares no kernel
    public static KernelSource ofText(String file, String text) {
        String whole = withIncluded(file, text);
        Map<String, Signature> kernels = Signature.allIn(whole);
        if (kernels.isEmpty() || !file.matches("\\w+\\.cu")) {
            throw new IllegalArgumentException(("a source must have a name such as rows.cu and a "
                    + "kernel, declared as extern \"C\" __global__ void name(...), got %s with the "
                    + "kernels %s").formatted(file, kernels.keySet()));
        }
        return new KernelSource(file, whole, kernels);
    }

    private static String withIncluded(String file, String words) {
        StringBuilder text = new StringBuilder(fromLine(1, file));
        int number = 1;
        for (String line : words.lines().toList()) {
            Matcher include = INCLUDE.matcher(line);
            number++;
            text.append(include.matches() && !include.group(1).equals(COMMON)
                    ? withIncluded(include.group(1), read(include.group(1)))
                            + fromLine(number, file)
                    : line + "\n");
        }
        return text.toString();
    }

    /// Lets compilers say where a line stands that follows.
    private static String fromLine(int line, String file) {
        return "#line %d \"%s\"\n".formatted(line, file);
    }

    /// The same source, compiled where `macro` stands for a number.
    public KernelSource defining(String macro, int value) {
        return new KernelSource(file.replace(".cu", "_" + value + ".cu"),
                "#define %s %d\n%s".formatted(macro, value, text), kernels);
    }

    /// The text of a file beside the sources.
    public static String read(String file) {
        try (InputStream in = KernelSource.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IllegalArgumentException("a source of kernels must be a resource of this "
                        + "module, got " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Name and parameters of a kernel.
    ///
    /// @throws IllegalArgumentException if there is none of this name
    public Signature signature(String name) {
        Signature signature = kernels.get(name);
        if (signature == null) {
            throw new IllegalArgumentException("a kernel of %s must be one of %s, got %s".formatted(
                    file, kernels.keySet(), name));
        }
        return signature;
    }

    /// Names of its kernels.
    public Set<String> names() {
        return kernels.keySet();
    }
}

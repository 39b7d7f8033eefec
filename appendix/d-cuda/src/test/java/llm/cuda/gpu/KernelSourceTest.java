package llm.cuda.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import llm.cuda.gpu.Signature.Type;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A source of kernels")
class KernelSourceTest {
    private static final String TWICE = """
            extern "C" __global__ void twice(const float* x, double* y, int n, long long m,
                                             float f) {
            }
            """;

    @Test
    @DisplayName("that is a text of one's own knows its kernels and their parameters")
    void reads() {
        KernelSource source = KernelSource.ofText("twice.cu", TWICE);
        assertEquals(Set.of("twice"), source.names());
        assertEquals(List.of(Type.CONST_POINTER, Type.POINTER, Type.INT, Type.LONG,
                        Type.FLOAT),
                source.signature("twice").parameters());
        assertEquals("#line 1 \"twice.cu\"\n" + TWICE, source.text());
    }

    @Test
    @DisplayName("has what it includes in its text, except for what all include")
    void includes() {
        String text = KernelSource.ofText("own.cu", "#include \"common.cuh\"\n"
                + "#include \"attention.cuh\"\n" + TWICE).text();
        assertTrue(text.startsWith("#line 1 \"own.cu\"\n#include \"common.cuh\"\n"
                + "#line 1 \"attention.cuh\"\n" + KernelSource.read("attention.cuh")), text);
        assertTrue(text.endsWith("#line 3 \"own.cu\"\n" + TWICE), text);
        assertFalse(text.contains("#include \"attention.cuh\""));
    }

    @ParameterizedTest
    @CsvSource({"twice.cu, void twice(float* x) {}, []", "twice.cpp, '', [twice]",
        "../twice.cu, '', [twice]"})
    @DisplayName("must have a name and a kernel")
    void refuses(String file, String text, String kernels) {
        String message = assertThrows(IllegalArgumentException.class, () -> KernelSource.ofText(
                file, text.isEmpty() ? TWICE : text)).getMessage();
        assertEquals("a source must have a name such as rows.cu and a kernel, declared as extern "
                + "\"C\" __global__ void name(...), got " + file + " with the kernels " + kernels,
                message);
    }
}

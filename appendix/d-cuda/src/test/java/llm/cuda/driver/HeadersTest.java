package llm.cuda.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Has gcc compare what Java declares with NVIDIA's headers, where they are installed.
@DisplayName("What Java knows of CUDA's libraries")
class HeadersTest {
    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0}")
    @ValueSource(classes = {DriverFunctions.class, NvrtcFunctions.class, CublasLtFunctions.class})
    @DisplayName("is what their headers declare: each number, and each function's parameters")
    void declarations(Class<?> functions) throws IOException {
        String header = functions == DriverFunctions.class ? "cuda.h"
                : functions == NvrtcFunctions.class ? "nvrtc.h" : "cublasLt.h";
        List<Path> folders = includeFolders();
        assumeTrue(folders.stream().anyMatch(f -> Files.exists(f.resolve(header))),
                header + " is not installed");
        Path source = Files.writeString(folder.resolve("check.c"), source(functions, header));
        List<String> command = new ArrayList<>(List.of("gcc", "-fsyntax-only", "-std=gnu11",
                "-Werror=cast-function-type", "-Werror=implicit-function-declaration"));
        folders.forEach(f -> command.add("-I" + f));
        command.add(source.toString());
        Optional<Tool.Result> compared = Tool.run(command.toArray(String[]::new));
        assumeTrue(compared.isPresent(), "gcc is not installed");
        assertEquals(0, compared.get().status(), compared.get().said());
    }

    /// Beside the folders of libraries, as in a toolkit and in Python's packages.
    private static List<Path> includeFolders() {
        LibraryPlaces places = LibraryPlaces.ofThisMachine();
        List<Path> libraries = new ArrayList<>(places.chosen());
        libraries.addAll(places.usual());
        Optional.ofNullable(System.getProperty(LibraryPlaces.PROPERTY))
                .ifPresent(given -> libraries.add(Path.of(given)));
        return libraries.stream().map(f -> f.resolveSibling("include")).filter(Files::isDirectory)
                .distinct().toList();
    }

    /// A program in C that compiles without a warning if all is as Java says.
    private static String source(Class<?> functions, String header) {
        StringBuilder source = new StringBuilder("#include <stddef.h>\n#include <%s>\n"
                .formatted(header));
        for (Field number : functions.getDeclaredFields()) {
            source.append(equality(number));
        }
        source.append("void functions(void) {\n");
        for (Method function : functions.getDeclaredMethods()) {
            String parameters = Arrays.stream(function.getParameterTypes()).map(HeadersTest::inC)
                    .collect(Collectors.joining(", "));
            source.append("    (void) (%s (*)(%s)) %s;\n".formatted(
                    inC(function.getReturnType()), parameters.isEmpty() ? "void" : parameters,
                    function.getName()));
        }
        return source + "}\n";
    }

    private static String equality(Field number) {
        String inHeader = switch (number.getName()) {
            case "ALGORITHM_BYTES" -> "sizeof(cublasLtMatmulAlgo_t)";
            case "CHOICE_BYTES" -> "sizeof(cublasLtMatmulHeuristicResult_t)";
            case "CHOICE_STATE" -> "offsetof(cublasLtMatmulHeuristicResult_t, state)";
            default -> number.getName();
        };
        try {
            return "_Static_assert(%s == %s, \"%s\");\n".formatted(inHeader, number.get(null),
                    number.getName());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /// gcc warns if sizes differ or one is a pointer and the other not; signs do not matter.
    private static String inC(Class<?> type) {
        return type == MemorySegment.class ? "void*" : type == long.class ? "long long" : "int";
    }
}

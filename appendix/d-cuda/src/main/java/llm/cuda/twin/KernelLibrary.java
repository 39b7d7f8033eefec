package llm.cuda.twin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import llm.cuda.gpu.KernelSource;

/// The kernels of one source, compiled for the processor. A library is compiled once and kept in a
/// folder; its name tells what it was made from, a file beside it what is in it.
final class KernelLibrary {
    private static final String WRAPPER = "wrapper.cpp";

    private final SymbolLookup symbols;

    private KernelLibrary(Path file) {
        symbols = SymbolLookup.libraryLookup(file, Arena.global());
    }

    /// The library of a source, from the folder if a whole one is there.
    static KernelLibrary of(KernelSource source, Compiler compiler, Path folder) {
        Map<String, String> texts = texts(source);
        String key = digest((compiler.program() + compiler.identity() + Compiler.FLAGS + texts)
                .getBytes(StandardCharsets.UTF_8)).substring(0, 16);
        Path file = folder.resolve(source.file().replace(".cu", "-" + key + ".so"));
        try {
            if (!isWhole(file)) {
                Files.createDirectories(folder);
                compile(compiler, texts, file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new KernelLibrary(file);
    }

    /// Address of the C function that runs a kernel: `int (void** arguments, Launch* launch)`.
    long entry(String kernel) {
        return symbols.findOrThrow("twin_" + kernel).address();
    }

    /// All that the library is made from, by file name.
    private static Map<String, String> texts(KernelSource source) {
        Map<String, String> texts = new LinkedHashMap<>();
        List.of("launch.hpp", "threads.hpp", "language.hpp", "tensor_cores.hpp")
                .forEach(file -> texts.put(file, read(file)));
        texts.put(KernelSource.COMMON, KernelSource.read(KernelSource.COMMON));
        texts.put(source.file(), source.text());
        texts.put(WRAPPER, wrapper(source));
        return texts;
    }

    /// The source in a namespace of its own, where `extern "C"` names are not seen from outside,
    /// and one function outside for each kernel.
    private static String wrapper(KernelSource source) {
        StringBuilder text = new StringBuilder("""
                #include "tensor_cores.hpp"
                namespace {
                #include "%s"
                }
                """.formatted(source.file()));
        source.names().forEach(name -> text.append("TWIN_ENTRY(%s)\n".formatted(name)));
        return text.toString();
    }

    private static String read(String file) {
        try (InputStream in = KernelLibrary.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " must be among this package's resources");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void compile(Compiler compiler, Map<String, String> texts, Path file)
            throws IOException {
        Path work = Files.createTempDirectory(file.getParent(), "compiling");
        try {
            for (Map.Entry<String, String> text : texts.entrySet()) {
                Files.writeString(work.resolve(text.getKey()), text.getValue());
            }
            Path made = work.resolve("library.so");
            compiler.compile(work, WRAPPER, made.getFileName().toString());
            Path digest = Files.writeString(work.resolve("digest"),
                    digest(Files.readAllBytes(made)));
            Files.move(digest, digestOf(file), StandardCopyOption.ATOMIC_MOVE);
            Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            delete(work);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private static boolean isWhole(Path file) throws IOException {
        return Files.exists(file) && Files.exists(digestOf(file))
                && Files.readString(digestOf(file)).equals(digest(Files.readAllBytes(file)));
    }

    private static Path digestOf(Path file) {
        return file.resolveSibling(file.getFileName() + ".sha256");
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

package llm.cuda.driver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import llm.cuda.gpu.KernelSource;

/// Compiled kernels, kept on disk, so that each source is compiled once for a kind of processor.
///
/// A file is called after the SHA-256 of all that its content depends on, and ends in the SHA-256
/// of its content: one that was cut off or changed is as good as none.
final class KernelCache {
    private static final int DIGEST = 32;

    private final Path folder;
    private final Nvrtc compiler;

    KernelCache(Path folder, Nvrtc compiler) {
        this.folder = folder;
        this.compiler = compiler;
    }

    /// The CUBIN of a source.
    byte[] cubin(KernelSource source, String architecture) {
        Path file = folder.resolve(key(source, architecture) + ".cubin");
        return read(file).orElseGet(() -> {
            byte[] cubin = compiler.compile(source, Nvrtc.options(architecture)).cubin();
            write(file, cubin);
            return cubin;
        });
    }

    private String key(KernelSource source, String architecture) {
        String all = String.join("\n", compiler.version().toString(),
                Nvrtc.options(architecture).toString(), source.file(), source.text(),
                KernelSource.read(KernelSource.COMMON));
        return HexFormat.of().formatHex(digest(all.getBytes(StandardCharsets.UTF_8)));
    }

    private static Optional<byte[]> read(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            byte[] all = Files.readAllBytes(file);
            int length = Math.max(0, all.length - DIGEST);
            byte[] cubin = Arrays.copyOf(all, length);
            boolean whole = Arrays.equals(digest(cubin),
                    Arrays.copyOfRange(all, length, all.length));
            return whole ? Optional.of(cubin) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();                            // cannot be read: compile again
        }
    }

    /// Written beside and moved, so that no other process reads one half. Where nothing can be
    /// written, each process compiles for itself.
    private void write(Path file, byte[] cubin) {
        try {
            Files.createDirectories(folder);
            Path partial = Files.createTempFile(folder, "partial", "");
            byte[] all = Arrays.copyOf(cubin, cubin.length + DIGEST);
            System.arraycopy(digest(cubin), 0, all, cubin.length, DIGEST);
            Files.write(partial, all);
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            return;
        }
    }

    private static byte[] digest(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);                 // every JDK has it
        }
    }
}

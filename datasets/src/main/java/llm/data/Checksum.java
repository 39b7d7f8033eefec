package llm.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/// What the bytes of a file must add up to.
///
/// @param hex lower-case hexadecimal
public record Checksum(Kind kind, String hex) {
    private static final int BUFFER = 1 << 16;

    /// How the sum is made.
    public enum Kind {
        /// SHA-256 of the bytes.
        SHA_256("SHA-256"),
        /// Git's name of a file: SHA-1 of `blob`, the length, a zero byte, and the bytes.
        GIT_BLOB("SHA-1");

        private final String algorithm;

        Kind(String algorithm) {
            this.algorithm = algorithm;
        }
    }

    public Checksum {
        hex = hex.toLowerCase(Locale.ROOT);
    }

    /// The sum of a file.
    public static Checksum of(Kind kind, Path file) throws IOException {
        MessageDigest digest = digest(kind);
        if (kind == Kind.GIT_BLOB) {
            digest.update(("blob " + Files.size(file) + "\0").getBytes(StandardCharsets.UTF_8));
        }
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return new Checksum(kind, HexFormat.of().formatHex(digest.digest()));
    }

    /// Whether a file has this sum.
    boolean fits(Path file) throws IOException {
        return of(kind, file).equals(this);
    }

    private static MessageDigest digest(Kind kind) {
        try {
            return MessageDigest.getInstance(kind.algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK must know " + kind.algorithm, e);
        }
    }
}

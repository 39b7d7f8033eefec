package llm.grade.files;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import llm.tensor.file.AtomicFile;

/// Keeps compiled classes, so that only what has changed is compiled: one file for each name, which
/// begins with a digest of what the classes came from.
final class ClassStore {
    private final Path folder;

    ClassStore(Path folder) {
        this.folder = folder;
    }

    /// A digest of sources, and of the library that they were compiled against.
    static String digest(String... sources) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(System.getProperty("java.class.path").getBytes(StandardCharsets.UTF_8));
            sha.update(Runtime.version().toString().getBytes(StandardCharsets.UTF_8));
            for (String source : sources) {
                sha.update(source.getBytes(StandardCharsets.UTF_8));
                sha.update((byte) 0);
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The classes kept under a name, if they came from the same.
    Optional<Map<String, byte[]>> classes(String name, String digest) {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (var in = new DataInputStream(Files.newInputStream(file))) {
            if (!in.readUTF().equals(digest)) {
                return Optional.empty();
            }
            var classes = new HashMap<String, byte[]>();
            for (int left = in.readInt(); left > 0; left--) {
                classes.put(in.readUTF(), in.readNBytes(in.readInt()));
            }
            return Optional.of(classes);
        } catch (IOException e) {
            return Optional.empty();                        // compile again
        }
    }

    void keep(String name, String digest, Map<String, byte[]> classes) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeUTF(digest);
            out.writeInt(classes.size());
            for (Map.Entry<String, byte[]> each : classes.entrySet()) {
                out.writeUTF(each.getKey());
                out.writeInt(each.getValue().length);
                out.write(each.getValue());
            }
        }
        Files.createDirectories(folder);
        AtomicFile.write(folder.resolve(name), draft -> Files.write(draft, bytes.toByteArray()));
    }
}

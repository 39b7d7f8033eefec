package llm.tools.train;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a training has left in its folder: the names of all files, and what is in them but for
/// times and numbers of processes.
///
/// @param digests of each file's contents, by its name
record TrainingFiles(Map<String, String> digests) {

    static TrainingFiles in(Path folder) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                digests.put(folder.relativize(file).toString(), digest(file));
            }
        }
        return new TrainingFiles(digests);
    }

    private static String digest(Path file) throws IOException {
        String name = file.getFileName().toString();
        if (Files.isDirectory(file) || name.equals("lock")) {
            return "";
        }
        byte[] contents = name.equals("log.csv") ? withoutSpeed(file) : Files.readAllBytes(file);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(contents));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The last column is tokens per second.
    private static byte[] withoutSpeed(Path log) throws IOException {
        return Files.readAllLines(log).stream()
                .map(line -> line.substring(0, line.lastIndexOf(',')))
                .collect(Collectors.joining("\n")).getBytes(StandardCharsets.UTF_8);
    }
}

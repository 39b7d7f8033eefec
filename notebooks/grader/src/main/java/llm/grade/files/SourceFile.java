package llm.grade.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/// Reads a source that somebody handed in, which may be anything.
final class SourceFile {
    private static final long MOST_BYTES = 1 << 20;

    private SourceFile() {}

    /// A file is no source that can be graded; the message says why.
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1;

        Unusable(String message) {
            super(message);
        }
    }

    /// The text, with line feeds alone.
    static String read(Path file) throws Unusable, IOException {
        String name = String.valueOf(file.getFileName());
        if (Files.isSymbolicLink(file)) {
            throw new Unusable(name + " must be a file, got a link to elsewhere");
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new Unusable(name + " must be a file, got none");
        }
        if (Files.size(file) > MOST_BYTES) {
            throw new Unusable("%s must have at most %d bytes, got %d".formatted(name, MOST_BYTES,
                    Files.size(file)));
        }
        byte[] bytes = Files.readAllBytes(file);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString()
                    .replace("\r\n", "\n");
        } catch (CharacterCodingException e) {
            throw new Unusable("%s must be UTF-8, got other bytes in line %d".formatted(name,
                    lineOfFirstOther(bytes)));
        }
    }

    private static long lineOfFirstOther(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return 1 + text.substring(0, Math.max(0, text.indexOf('\uFFFD'))).chars()
                .filter(c -> c == '\n').count();
    }
}

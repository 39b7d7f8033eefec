package llm.spam;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.stream.Stream;
import llm.data.WholeFile;

/// Writes messages to a file, one at a time; lines end in a line feed everywhere.
final class SpamWriter {

    private SpamWriter() {}

    static void write(Stream<Message> messages, Path target) throws IOException {
        WholeFile.write(target, partial -> {
            try (Writer out = Files.newBufferedWriter(partial, StandardCharsets.UTF_8)) {
                for (Iterator<Message> all = messages.iterator(); all.hasNext();) {
                    out.write(all.next().labeled().line());
                    out.write('\n');
                }
            }
        });
    }
}

package llm.tools.data;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.function.LongConsumer;
import llm.data.WholeFile;
import llm.spam.Message;
import llm.spam.SpamGenerator;
import llm.spam.Split;
import llm.tales.Tale;
import llm.tales.TaleGenerator;

/// A text for models that are finetuned later: stories, and after each of them two text messages of
/// the part for training, without their labels. (Of three kinds of neighbours, every tenth text,
/// which validates, is of each kind as often.)
final class BookText {

    private BookText() {
    }

    /// Writes about so many bytes.
    ///
    /// @param progress hears the bytes written so far
    static void write(Path target, long bytes, long seed, LongConsumer progress)
            throws IOException {
        TaleGenerator tales = TaleGenerator.of(seed);
        Iterator<Message> messages = SpamGenerator.of(seed).stream()
                .filter(message -> message.split() == Split.TRAIN).iterator();
        WholeFile.write(target, partial -> {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(partial))) {
                long written = 0;
                while (written < bytes) {
                    written += write(tales.next().text(), out)
                            + write(messages.next().text(), out)
                            + write(messages.next().text(), out);
                    progress.accept(Math.min(written, bytes));
                }
            }
        });
    }

    private static long write(String text, OutputStream out) throws IOException {
        byte[] line = (text + "\n" + Tale.SEPARATOR + "\n").getBytes(StandardCharsets.UTF_8);
        out.write(line);
        return line.length;
    }
}

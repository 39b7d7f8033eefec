package llm.tools.data;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Scanner;
import llm.text.Characters;
import llm.text.SpecialTokens;
import llm.text.Tokenizer;
import llm.text.dataset.TokenSequence;

/// A text cut into a part to train on and a part to check with, as files of token ids.
///
/// Documents are separated by `<|endoftext|>`. Every tenth goes to validation; a text of fewer
/// than ten documents is cut at nine tenths of its length instead.
///
/// @param training   4 bytes a token
/// @param validation 4 bytes a token
public record Corpus(Path training, Path validation) {
    private static final String SEPARATOR = SpecialTokens.END_OF_TEXT;
    private static final int EVERY = 10;
    private static final int AROUND_CUT = 1 << 10;           // characters, enough for the longest

    /// The texts of both parts, before they are encoded.
    public record Texts(Path training, Path validation) {}

    /// Cuts a file of any size in two.
    ///
    /// @throws IllegalArgumentException if the file is empty
    public static Texts cut(Path data, Path folder) throws IOException {
        requireText(data);
        Files.createDirectories(folder);
        Texts texts = new Texts(folder.resolve("training.txt"), folder.resolve("validation.txt"));
        if (countDocuments(data) >= EVERY) {
            cutByDocument(data, texts);
        } else {
            cutByLength(data, texts);
        }
        return texts;
    }

    /// @throws IllegalArgumentException if the file is empty
    public static void requireText(Path data) throws IOException {
        if (Files.size(data) == 0) {
            throw new IllegalArgumentException("The data must hold text, got the empty "
                    + data + ".");
        }
    }

    private static long countDocuments(Path data) throws IOException {
        DocumentCount count = new DocumentCount();
        DocumentParts.read(data, count);
        return count.documents;
    }

    /// Counts documents that are not blank.
    private static final class DocumentCount implements DocumentParts.Visitor {
        private long documents;
        private boolean blank = true;

        @Override
        public void part(CharSequence text) {
            blank = false;
        }

        @Override
        public void end() {
            documents += blank ? 0 : 1;
            blank = true;
        }
    }

    /// The documents of a file one by one; to be closed.
    public static Scanner documents(Path data) throws IOException {
        return new Scanner(Files.newBufferedReader(data)).useDelimiter("\\Q" + SEPARATOR + "\\E");
    }

    private static void cutByDocument(Path data, Texts texts) throws IOException {
        try (Writer training = Files.newBufferedWriter(texts.training);
             Writer validation = Files.newBufferedWriter(texts.validation)) {
            DocumentParts.read(data, new DocumentWriter(training, validation));
        }
    }

    /// Writes every tenth document to validation, each with a separator behind it.
    private static final class DocumentWriter implements DocumentParts.Visitor {
        private final Writer training;
        private final Writer validation;
        private long index;
        private boolean blank = true;

        DocumentWriter(Writer training, Writer validation) {
            this.training = training;
            this.validation = validation;
        }

        private Writer target() {
            return index % EVERY == EVERY - 1 ? validation : training;
        }

        @Override
        public void part(CharSequence text) throws IOException {
            target().append(text);
            blank = false;
        }

        @Override
        public void end() throws IOException {
            target().append(blank ? "" : SEPARATOR);
            index++;
            blank = true;
        }
    }

    /// Cuts at nine tenths of the characters, never within one.
    private static void cutByLength(Path data, Texts texts) throws IOException {
        try (Reader reader = Files.newBufferedReader(data);
             Writer training = Files.newBufferedWriter(texts.training);
             Writer validation = Files.newBufferedWriter(texts.validation)) {
            long cut = length(data) * (EVERY - 1) / EVERY;
            long before = Math.max(0, cut - AROUND_CUT);
            copy(reader, before, training);
            StringWriter around = new StringWriter();
            copy(reader, cut - before + AROUND_CUT, around);
            String text = around.toString();
            int place = Characters.cutUpTo(text, (int) (cut - before));
            training.write(text, 0, place);
            validation.write(text, place, text.length() - place);
            reader.transferTo(validation);
        }
    }

    private static long length(Path data) throws IOException {
        try (Reader reader = Files.newBufferedReader(data)) {
            return reader.transferTo(Writer.nullWriter());
        }
    }

    private static void copy(Reader from, long count, Writer to) throws IOException {
        char[] block = new char[1 << 16];
        for (long left = count; left > 0; ) {
            int got = from.read(block, 0, (int) Math.min(left, block.length));
            if (got < 0) {
                return;
            }
            to.write(block, 0, got);
            left -= got;
        }
    }

    /// Encodes both parts; special tokens in the text are recognised.
    public static Corpus encode(Texts texts, Tokenizer tokenizer, Path folder) throws IOException {
        Corpus corpus = in(folder);
        encode(texts.training, tokenizer, corpus.training);
        encode(texts.validation, tokenizer, corpus.validation);
        return corpus;
    }

    /// The corpus whose files are in `folder`.
    public static Corpus in(Path folder) {
        return new Corpus(folder.resolve("training.ids"), folder.resolve("validation.ids"));
    }

    private static void encode(Path text, Tokenizer tokenizer, Path ids) throws IOException {
        try (Reader reader = Files.newBufferedReader(text)) {
            TokenSequence.write(reader, tokenizer, SpecialTokens.allowAll(), ids);
        }
    }
}

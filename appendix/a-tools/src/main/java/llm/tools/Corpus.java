package llm.tools;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Scanner;
import llm.text.BpeSettings;
import llm.text.Tokenizer;
import llm.text.SpecialTokens;
import llm.text.TokenSequence;

/// A text cut into a part to train on and a part to check with, as files of token ids.
///
/// Documents are separated by `<|endoftext|>`. Every tenth goes to validation; a text of fewer
/// than ten documents is cut at nine tenths of its length instead.
///
/// @param training   4 bytes a token
/// @param validation 4 bytes a token
record Corpus(Path training, Path validation) {
    private static final String SEPARATOR = BpeSettings.END_OF_TEXT;
    private static final int EVERY = 10;

    /// The texts of both parts, before they are encoded.
    record Texts(Path training, Path validation) {}

    /// Cuts a file of any size in two.
    ///
    /// @throws IllegalArgumentException if the file is empty
    static Texts cut(Path data, Path folder) throws IOException {
        if (Files.size(data) == 0) {
            throw new IllegalArgumentException("The data must hold text, got the empty "
                    + data + ".");
        }
        Files.createDirectories(folder);
        Texts texts = new Texts(folder.resolve("training.txt"), folder.resolve("validation.txt"));
        if (countDocuments(data) >= EVERY) {
            cutByDocument(data, texts);
        } else {
            cutByLength(data, texts);
        }
        return texts;
    }

    private static long countDocuments(Path data) throws IOException {
        try (Scanner documents = documents(data)) {
            return documents.tokens().filter(document -> !document.isBlank()).count();
        }
    }

    /// The documents of a file one by one; to be closed.
    static Scanner documents(Path data) throws IOException {
        return new Scanner(Files.newBufferedReader(data)).useDelimiter("\\Q" + SEPARATOR + "\\E");
    }

    private static void cutByDocument(Path data, Texts texts) throws IOException {
        try (Scanner documents = documents(data);
             BufferedWriter training = Files.newBufferedWriter(texts.training);
             BufferedWriter validation = Files.newBufferedWriter(texts.validation)) {
            for (long index = 0; documents.hasNext(); index++) {
                String document = documents.next();
                if (document.isBlank()) {
                    continue;                                // after the last separator
                }
                Writer part = index % EVERY == EVERY - 1 ? validation : training;
                part.write(document.strip());
                part.write(SEPARATOR);
            }
            if (documents.ioException() != null) {
                throw documents.ioException();
            }
        }
    }

    private static void cutByLength(Path data, Texts texts) throws IOException {
        String text = Files.readString(data);
        int cut = (int) (text.length() * (EVERY - 1L) / EVERY);
        Files.writeString(texts.training, text.substring(0, cut));
        Files.writeString(texts.validation, text.substring(cut));
    }

    /// Encodes both parts; special tokens in the text are recognised.
    static Corpus encode(Texts texts, Tokenizer tokenizer, Path folder) throws IOException {
        Corpus corpus = in(folder);
        encode(texts.training, tokenizer, corpus.training);
        encode(texts.validation, tokenizer, corpus.validation);
        return corpus;
    }

    /// The corpus whose files are in `folder`.
    static Corpus in(Path folder) {
        return new Corpus(folder.resolve("training.ids"), folder.resolve("validation.ids"));
    }

    private static void encode(Path text, Tokenizer tokenizer, Path ids) throws IOException {
        try (Reader reader = Files.newBufferedReader(text)) {
            TokenSequence.write(reader, tokenizer, SpecialTokens.allowAll(), ids);
        }
    }
}

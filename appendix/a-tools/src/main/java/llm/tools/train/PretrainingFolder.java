package llm.tools.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import llm.text.Tokenizer;
import llm.text.files.Tokenizers;
import llm.tools.data.Corpus;

/// The output folder of `pretrain`: the model, and all that a resumed run needs.
///
/// @param path where it is
record PretrainingFolder(Path path) {
    private static final Set<String> PREPARED = Set.of("data", "tokenizer");

    /// Where the token ids are.
    Path data() {
        return path.resolve("data");
    }

    /// Where the tokenizer's files are.
    Path tokenizer() {
        return path.resolve("tokenizer");
    }

    /// A training may begin in a folder that is new, or that holds no more than data.
    ///
    /// @throws IllegalArgumentException if there is something else
    void requireFree() throws IOException {
        if (Files.notExists(path)) {
            return;
        }
        try (Stream<Path> entries = Files.list(path)) {
            if (!entries.allMatch(entry -> PREPARED.contains(entry.getFileName().toString()))) {
                throw new IllegalArgumentException("The folder to write must be new or empty, got "
                        + path + "; --resume goes on with a training in it.");
            }
        }
    }

    /// As [#requireFree], before a lock is put there. Whether a training is at work in a folder
    /// that has one, the lock can tell better.
    void requireFreeOrLocked() throws IOException {
        if (!TrainingLock.isIn(data())) {
            requireFree();
        }
    }

    /// Cuts the data in two, learns the vocabulary, encodes.
    ///
    /// @param vocabulary makes the tokenizer from the texts
    Tokenizer prepare(Path text, TokenizerSource vocabulary) throws IOException {
        Corpus.Texts texts = Corpus.cut(text, data());
        Tokenizer tokenizer = vocabulary.tokenizer(texts);
        Tokenizers.save(tokenizer, tokenizer());
        Corpus.encode(texts, tokenizer, data());
        Files.delete(texts.training());
        Files.delete(texts.validation());
        return tokenizer;
    }

    /// Loads or learns a tokenizer.
    interface TokenizerSource {
        Tokenizer tokenizer(Corpus.Texts texts) throws IOException;
    }
}

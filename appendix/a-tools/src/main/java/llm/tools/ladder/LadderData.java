package llm.tools.ladder;

import java.io.IOException;
import java.nio.file.Path;
import llm.text.bpe.BpeTokenizer;
import llm.text.dataset.Batch;
import llm.text.dataset.BatchOrder;
import llm.text.dataset.DataLoader;
import llm.text.dataset.TokenDataset;
import llm.text.dataset.TokenSequence;
import llm.tools.cli.Progress;
import llm.tools.data.Corpus;
import llm.tools.data.Preparation;
import llm.train.TrainingData;
import org.jspecify.annotations.Nullable;

/// The text that all rungs learn from, as tokens.
///
/// @param vocabSize different tokens
record LadderData(TokenSequence training, TokenSequence validation, int vocabSize) {
    /// Tokens of an example.
    static final int CONTEXT = 320;
    /// Examples of a step.
    static final int BATCH = 4;
    private static final long SEED = 1;
    private static final int EVALUATED = 64;                 // examples, at most

    /// Reads a text, or tells tales.
    ///
    /// @param text      the text; null for tales
    /// @param bytes     of tales
    /// @param vocabSize tokens to learn
    static LadderData make(@Nullable Path text, long bytes, int vocabSize, Path folder,
                           Progress.Source source) throws IOException {
        Path file = text;
        if (file == null) {
            file = folder.resolve("tales.txt");
            Preparation.tellStories(file, SEED, bytes, source);
        }
        Corpus.Texts texts = Corpus.cut(file, folder);
        BpeTokenizer tokenizer = Preparation.learnMerges(texts.training(), vocabSize, source);
        Corpus corpus = Corpus.encode(texts, tokenizer, folder);
        return new LadderData(TokenSequence.map(corpus.training()),
                TokenSequence.map(corpus.validation()), tokenizer.vocabSize());
    }

    /// The data of one training; evaluations are on the same examples for all.
    TrainingData<Batch> forTraining(long seed) {
        return new TrainingData<>(
                new DataLoader<>(dataset(training, "training"), BatchOrder.shuffled(BATCH, seed)),
                new DataLoader<>(dataset(validation, "validation").first(EVALUATED),
                        BatchOrder.inOrder(BATCH)));
    }

    private TokenDataset dataset(TokenSequence sequence, String part) {
        if (sequence.size() <= CONTEXT) {
            throw new IllegalArgumentException(("The %s part of the data must have more than %d "
                    + "tokens, got %d; use more text or a smaller --vocab-size.")
                    .formatted(part, CONTEXT, sequence.size()));
        }
        return new TokenDataset(sequence, CONTEXT, CONTEXT);
    }
}

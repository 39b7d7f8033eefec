package llm.tools.ladder;

import java.io.IOException;
import java.nio.file.Path;
import llm.tales.TaleGenerator;
import llm.text.bpe.BpeTokenizer;
import llm.text.bpe.BpeTrainer;
import llm.text.dataset.Batch;
import llm.text.dataset.BatchOrder;
import llm.text.dataset.DataLoader;
import llm.text.dataset.TokenDataset;
import llm.text.dataset.TokenSequence;
import llm.tools.cli.Progress;
import llm.tools.data.Corpus;
import llm.train.TrainingData;
import org.jspecify.annotations.Nullable;

/// The text that all rungs learn from, as tokens.
///
/// @param vocabSize different tokens
/// @param context   tokens of an example
/// @param batch     examples of a step
record LadderData(TokenSequence training, TokenSequence validation, int vocabSize, int context,
                  int batch) {
    private static final long SEED = 1;
    private static final int EVALUATED = 64;                 // examples, at most

    /// Reads a text, or tells tales.
    ///
    /// @param text      the text; null for tales
    /// @param bytes     of tales
    /// @param vocabSize tokens to learn
    static LadderData make(@Nullable Path text, long bytes, int vocabSize, Path folder,
                           Reporter reporter) throws IOException {
        Path file = text != null ? text : tales(folder.resolve("tales.txt"), bytes, reporter);
        Corpus.Texts texts = Corpus.cut(file, folder);
        BpeTokenizer tokenizer;
        try (Progress progress = reporter.progress("Learning merges", "tokens", vocabSize)) {
            tokenizer = BpeTrainer.ofSize(vocabSize)
                    .reportingTo((n, _) -> progress.reached(n, "")).train(texts.training());
        }
        Corpus corpus = Corpus.encode(texts, tokenizer, folder);
        return new LadderData(TokenSequence.map(corpus.training()),
                TokenSequence.map(corpus.validation()), tokenizer.vocabSize(), LadderRuns.CONTEXT,
                LadderRuns.BATCH);
    }

    /// Shows how long work goes.
    interface Reporter {
        Progress progress(String task, String unit, long total);
    }

    private static Path tales(Path file, long bytes, Reporter reporter) throws IOException {
        try (Progress progress = reporter.progress("Telling stories", "bytes", bytes)) {
            TaleGenerator.of(SEED).writeTo(file, bytes,
                    done -> progress.reached(Math.min(done, bytes), ""));
        }
        return file;
    }

    /// The data of one training; evaluations are on the same examples for all.
    TrainingData<Batch> forTraining(long seed) {
        return new TrainingData<>(
                new DataLoader<>(dataset(training, "training"), BatchOrder.shuffled(batch, seed)),
                new DataLoader<>(dataset(validation, "validation").first(EVALUATED),
                        BatchOrder.inOrder(batch)));
    }

    private TokenDataset dataset(TokenSequence sequence, String part) {
        if (sequence.size() <= context) {
            throw new IllegalArgumentException(("The %s part of the data must have more than %d "
                    + "tokens, got %d; use more text or a smaller --vocab-size.")
                    .formatted(part, context, sequence.size()));
        }
        return new TokenDataset(sequence, context, context);
    }
}

package llm.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import llm.text.bpe.BpeTokenizer;
import llm.text.bpe.BpeTrainer;

/// Learning a vocabulary from a file, on all processors, without a warm-up: a vocabulary is learned
/// once.
///
/// @param vocabSize tokens to end with
/// @param runs      how often
public record TrainTokenizerBenchmark(int vocabSize, int runs) {

    public TrainTokenizerBenchmark {
        if (runs < 1) {
            throw new IllegalArgumentException("runs must be 1 or more, got " + runs);
        }
    }

    /// @param runTimes  per run, reading the file included
    /// @param tokenizer what was learned
    public record Result(Timings runTimes, BpeTokenizer tokenizer) {
    }

    public Result run(Path file) throws IOException {
        double[] millis = new double[runs];
        List<BpeTokenizer> learned = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            long start = System.nanoTime();
            learned.add(BpeTrainer.ofSize(vocabSize).train(file));
            millis[run] = (System.nanoTime() - start) / 1e6;
        }
        return new Result(Timings.of(millis), learned.getLast());
    }
}

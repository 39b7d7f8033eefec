package llm.tools.data;

import java.io.IOException;
import java.nio.file.Path;
import llm.tales.TaleGenerator;
import llm.tales.TaleStatistics;
import llm.text.bpe.BpeTokenizer;
import llm.text.bpe.BpeTrainer;
import llm.tools.cli.Progress;

/// What comes before a training and takes a while, with its progress shown.
public final class Preparation {

    private Preparation() {
    }

    /// Writes about `bytes` of stories, the same for each seed.
    public static TaleStatistics tellStories(Path file, long seed, long bytes,
                                             Progress.Source source) throws IOException {
        try (Progress progress = source.progress("Telling stories", "bytes", bytes)) {
            return TaleGenerator.of(seed)
                    .writeTo(file, bytes, done -> progress.reached(Math.min(done, bytes), ""));
        }
    }

    /// Learns a vocabulary of `size` tokens from a text.
    public static BpeTokenizer learnMerges(Path text, int size, Progress.Source source)
            throws IOException {
        try (Progress progress = source.progress("Learning merges", "tokens", size)) {
            return BpeTrainer.ofSize(size)
                    .reportingTo((tokens, _) -> progress.reached(tokens, "")).train(text);
        }
    }
}

package llm.tools.preference;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import llm.preference.PreferenceFile;
import llm.preference.PreferencePair;
import llm.text.dataset.Permutation;

/// Pairs to learn from, to validate with and to test with, kept in a training's folder so that a
/// resumed one has the same.
///
/// @param training   to learn from
/// @param validation to watch the training by
/// @param test       never seen in training
public record PreferenceParts(List<PreferencePair> training, List<PreferencePair> validation,
                              List<PreferencePair> test) {
    private static final double TRAINING = 0.85;             // as instructions are split
    private static final double VALIDATION = 0.05;
    private static final int NAMED = 10;                     // entries in a message

    /// Reads a file, which is split, or a folder with files train.json, validation.json and
    /// test.json. What is left out is said.
    static PreferenceParts of(Path data, long seed, PrintWriter err) throws IOException {
        return Files.isDirectory(data) ? read(data) : split(pairs(data, err), seed);
    }

    private static List<PreferencePair> pairs(Path file, PrintWriter err) throws IOException {
        PreferenceFile.Contents contents = PreferenceFile.read(file);
        if (!contents.without().isEmpty()) {
            err.println("Left out %,d entries whose answers are the same: %s%s".formatted(
                    contents.without().size(), contents.without().stream().limit(NAMED)
                            .map(number -> "" + number).collect(Collectors.joining(", ")),
                    contents.without().size() > NAMED ? ", …" : ""));
        }
        return contents.pairs();
    }

    private static PreferenceParts split(List<PreferencePair> all, long seed) {
        int training = (int) (TRAINING * all.size());
        int validation = (int) (VALIDATION * all.size());
        if (validation < 1) {
            throw new IllegalArgumentException("There must be %d pairs or more to be split, got %d."
                    .formatted((int) Math.ceil(1 / VALIDATION), all.size()));
        }
        List<PreferencePair> shuffled = IntStream.of(
                Permutation.random(all.size(), new SplittableRandom(seed))).mapToObj(all::get)
                .toList();
        return new PreferenceParts(shuffled.subList(0, training),
                shuffled.subList(training, training + validation),
                shuffled.subList(training + validation, shuffled.size()));
    }

    void write(Path folder) throws IOException {
        PreferenceFile.write(training, folder.resolve("train.json"));
        PreferenceFile.write(validation, folder.resolve("validation.json"));
        PreferenceFile.write(test, folder.resolve("test.json"));
    }

    /// Reads what [#write] wrote.
    static PreferenceParts read(Path folder) throws IOException {
        return new PreferenceParts(PreferenceFile.read(folder.resolve("train.json")).pairs(),
                PreferenceFile.read(folder.resolve("validation.json")).pairs(),
                PreferenceFile.read(folder.resolve("test.json")).pairs());
    }
}

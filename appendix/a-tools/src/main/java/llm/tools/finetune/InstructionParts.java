package llm.tools.finetune;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import llm.instruct.Instruction;
import llm.instruct.InstructionFile;
import llm.text.dataset.Permutation;

/// Instructions to learn from, to validate with and to test with, kept in a training's folder so
/// that a resumed one has the same.
///
/// @param training   to learn from
/// @param validation to choose by
/// @param test       never seen in training
public record InstructionParts(List<Instruction> training, List<Instruction> validation,
                               List<Instruction> test) {
    private static final double TRAINING = 0.85;             // as the course splits them
    private static final double VALIDATION = 0.05;

    /// Reads a file, which is split, or a folder with files train.json, validation.json and
    /// test.json.
    public static InstructionParts of(Path data, long seed) throws IOException {
        return Files.isDirectory(data) ? read(data) : split(InstructionFile.read(data), seed);
    }

    private static InstructionParts split(List<Instruction> all, long seed) {
        List<Instruction> shuffled = IntStream.of(
                Permutation.random(all.size(), new SplittableRandom(seed))).mapToObj(all::get)
                .toList();
        int training = (int) (TRAINING * all.size());
        int validation = (int) (VALIDATION * all.size());
        if (validation < 1) {
            throw new IllegalArgumentException("There must be %d instructions or more to be split, "
                    .formatted((int) Math.ceil(1 / VALIDATION)) + "got " + all.size() + ".");
        }
        return new InstructionParts(shuffled.subList(0, training),
                shuffled.subList(training, training + validation),
                shuffled.subList(training + validation, shuffled.size()));
    }

    public void write(Path folder) throws IOException {
        InstructionFile.write(training, folder.resolve("train.json"));
        InstructionFile.write(validation, folder.resolve("validation.json"));
        InstructionFile.write(test, folder.resolve("test.json"));
    }

    /// Reads what [#write] wrote.
    public static InstructionParts read(Path folder) throws IOException {
        return new InstructionParts(InstructionFile.read(folder.resolve("train.json")),
                InstructionFile.read(folder.resolve("validation.json")),
                InstructionFile.read(folder.resolve("test.json")));
    }
}

package llm.tools.finetune;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import llm.tools.train.TrainingSettings;

/// All that the training of an assistant depends on beside its instructions.
///
/// @param model    folder of the language model that it begins as
/// @param dtype    how that model's frozen matrices are kept
/// @param layers   what learns: `all` or `lora`
/// @param format   how instructions are laid out
/// @param masking  what of an example is not trained
/// @param lora     the adapters, where layers is `lora`
/// @param training how it is trained
public record InstructionSettings(String model, String dtype, String layers, String format,
                                  String masking, LoraSettings lora, TrainingSettings training) {
    private static final String FILE = "finetuning.json";

    /// A training of all of a model, as it usually goes.
    public static InstructionSettings of(Path model, TrainingSettings training) {
        return new InstructionSettings(model.toString(), InstructionOptions.F32, "all",
                InstructionOptions.FORMAT, "prompt", LoraSettings.NONE, training);
    }

    /// Whether the training of an assistant was begun in this folder.
    static boolean isIn(Path folder) {
        return Files.exists(folder.resolve(FILE));
    }

    void write(Path folder) throws IOException {
        TrainingSettings.write(this, folder.resolve(FILE));
    }

    /// @throws IllegalArgumentException if the file is broken
    static InstructionSettings read(Path folder) throws IOException {
        return TrainingSettings.read(folder.resolve(FILE), InstructionSettings.class);
    }
}

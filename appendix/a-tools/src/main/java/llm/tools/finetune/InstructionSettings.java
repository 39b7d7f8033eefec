package llm.tools.finetune;

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
    /// A training of all of a model, as it usually goes.
    public static InstructionSettings of(Path model, TrainingSettings training) {
        return new InstructionSettings(model.toString(), InstructionOptions.F32, "all",
                InstructionOptions.FORMAT, "prompt", LoraSettings.NONE, training);
    }
}

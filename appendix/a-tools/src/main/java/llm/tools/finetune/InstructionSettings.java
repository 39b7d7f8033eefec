package llm.tools.finetune;

import java.nio.file.Path;
import llm.tools.train.TrainingSettings;

/// All that the training of an assistant depends on beside its instructions.
///
/// @param base     what it begins as
/// @param masking  what of an example is not trained
/// @param training how it is trained
public record InstructionSettings(AssistantSettings base, String masking,
                                  TrainingSettings training) {
    /// A training of all of a small model, moved by Muon.
    public static InstructionSettings modern(Path model, TrainingSettings training) {
        return new InstructionSettings(AssistantSettings.of(model).modern(),
                InstructionOptions.MASK, training);
    }
}

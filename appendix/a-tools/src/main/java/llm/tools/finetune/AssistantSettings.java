package llm.tools.finetune;

import java.nio.file.Path;
import llm.instruct.PromptFormat;

/// The model that a training of an assistant begins as, what of it learns, and how it is asked.
///
/// @param model  folder of the model
/// @param dtype  how that model's frozen matrices are kept
/// @param layers what learns: `all` or `lora`
/// @param format how instructions are laid out
/// @param lora   the adapters, where layers is `lora`
public record AssistantSettings(String model, String dtype, String layers, String format,
                                LoraSettings lora) {

    /// All of a model, as it usually is.
    public static AssistantSettings of(Path model) {
        return new AssistantSettings(model.toString(), AssistantOptions.F32, AssistantOptions.ALL,
                AssistantOptions.FORMAT, LoraSettings.NONE);
    }

    public PromptFormat promptFormat() {
        return PromptFormat.named(format);
    }
}

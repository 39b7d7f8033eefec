package llm.tools.finetune;

import java.nio.file.Path;
import llm.instruct.PromptFormat;
import llm.pretrain.Recipe;

/// The model that a training of an assistant begins as, what of it learns, and how it is asked.
///
/// @param model  folder of the model
/// @param dtype  how that model's frozen matrices are kept
/// @param layers what learns: `all` or `lora`
/// @param format how instructions are laid out
/// @param recipe what moves the parameters: `gpt` for AdamW and a cosine, `modern` for Muon and a
///               rate that falls straight to 0
/// @param lora   the adapters, where layers is `lora`
public record AssistantSettings(String model, String dtype, String layers, String format,
                                String recipe, LoraSettings lora) {

    /// All of a model, as it usually is.
    public static AssistantSettings of(Path model) {
        return new AssistantSettings(model.toString(), AssistantOptions.F32, AssistantOptions.ALL,
                AssistantOptions.FORMAT, AssistantOptions.GPT, LoraSettings.NONE);
    }

    /// The same, moved by Muon.
    public AssistantSettings modern() {
        return new AssistantSettings(model, dtype, layers, format, AssistantOptions.MODERN, lora);
    }

    Recipe moves() {
        return recipe.equals(AssistantOptions.MODERN) ? Recipe.MODERN : Recipe.GPT;
    }

    public PromptFormat promptFormat() {
        return PromptFormat.named(format);
    }
}

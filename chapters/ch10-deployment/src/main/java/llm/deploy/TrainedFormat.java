package llm.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import llm.instruct.ChatFormat;
import llm.instruct.PromptFormat;
import llm.text.chat.ChatTemplate;
import llm.text.files.JsonFile;

/// Finds out how a model wants to be asked.
public final class TrainedFormat {
    private static final String FINETUNING = "finetuning.json";
    private static final String TOKENIZER = "tokenizer_config.json";
    private static final String TEMPLATE = "chat_template.jinja";

    private TrainedFormat() {
    }

    /// The format that a model was finetuned with: what our own finetuning has noted beside the
    /// model, or else the family whose tokens the folder's chat template has. Empty for a model that
    /// was not finetuned to be asked, or in another way.
    ///
    /// @param folder of the model, or of its adapter
    public static Optional<PromptFormat> of(Path folder) throws IOException {
        if (Files.isRegularFile(folder.resolve(FINETUNING))) {
            return noted(folder);
        }
        return family(template(folder)).map(ChatFormat::new);
    }

    /// The format that our own finetuning has noted in a folder; empty if there is none.
    public static Optional<PromptFormat> noted(Path folder) throws IOException {
        Path settings = folder.resolve(FINETUNING);
        String name = Files.isRegularFile(settings)
                ? JsonFile.readObject(settings).at("/base/format").asText() : "";
        return name.isEmpty() ? Optional.empty()
                : Optional.of(JsonFile.naming(settings, () -> PromptFormat.named(name)));
    }

    private static String template(Path folder) throws IOException {
        Path own = folder.resolve(TEMPLATE);
        if (Files.isRegularFile(own)) {
            return JsonFile.text(own);
        }
        Path config = folder.resolve(TOKENIZER);
        return Files.isRegularFile(config)
                ? JsonFile.readObject(config).path("chat_template").asText() : "";
    }

    /// ChatML, by what the system says where nobody has sent a message from it.
    private static ChatTemplate chatMl(String template) {
        return template.contains("<think>") ? ChatTemplate.QWEN3
                : template.contains("You are Qwen, created by") ? ChatTemplate.QWEN2_5
                : template.contains("named SmolLM, trained") ? ChatTemplate.SMOLLM2
                : template.contains("You are a helpful assistant.<|im_end|>") ? ChatTemplate.QWEN2
                : ChatTemplate.CHATML;
    }

    private static Optional<ChatTemplate> family(String template) {
        if (template.contains("<|im_start|>")) {
            return Optional.of(chatMl(template));
        }
        return template.contains("<|eot_id|>") ? Optional.of(ChatTemplate.LLAMA3)
                : template.contains("<start_of_turn>") ? Optional.of(ChatTemplate.GEMMA3)
                : template.contains("<|end|>") && template.contains("<|user|>")
                ? Optional.of(ChatTemplate.PHI3_INSTRUCT)
                : template.contains("<|user|>") && template.contains("bos_token")
                && template.contains("not loop.last") ? Optional.of(ChatTemplate.OLMO2)
                : template.contains("<<SYS>>") ? Optional.of(ChatTemplate.LLAMA2)
                : template.contains("[AVAILABLE_TOOLS] [") && template.contains("[INST] ")
                && !template.contains(" [/INST]") && template.contains("|trim")
                ? Optional.of(ChatTemplate.MISTRAL_V3)
                : template.contains("[INST]") && !template.contains("[AVAILABLE_TOOLS]")
                ? Optional.of(ChatTemplate.MISTRAL) : Optional.empty();
    }
}

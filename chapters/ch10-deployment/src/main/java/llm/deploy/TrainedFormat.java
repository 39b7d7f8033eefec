package llm.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import llm.instruct.ChatFormat;
import llm.instruct.PlainFormat;
import llm.instruct.PromptFormat;
import llm.pretrain.folder.PretrainedModel;
import llm.text.chat.ChatTemplate;
import llm.text.files.ChatTemplateFile;
import llm.text.files.JsonFile;

/// Finds out how a model wants to be asked.
public final class TrainedFormat {
    private static final String FINETUNING = "finetuning.json";

    private TrainedFormat() {
    }

    /// As below, with the chat template in the folder.
    ///
    /// @param folder of the model, or of its adapter
    public static Optional<PromptFormat> of(Path folder) throws IOException {
        return of(folder, ChatTemplateFile.find(folder));
    }

    /// The format that a model was finetuned with: what our own finetuning has noted beside the
    /// model, or else the family whose tokens its chat template has. Empty for a model that was not
    /// finetuned to be asked, or in another way.
    ///
    /// @param model        its folder or file
    /// @param chatTemplate what that says
    public static Optional<PromptFormat> of(Path model, Optional<String> chatTemplate)
            throws IOException {
        return Files.isRegularFile(model.resolve(FINETUNING)) ? noted(model)
                : chatTemplate.flatMap(TrainedFormat::family);
    }

    /// A model after it was finetuned with `format`: its chat template stays if it is of that
    /// family, since any other would have it asked as it was before. A plain format becomes a
    /// template, which goes where the model goes, and which others understand.
    public static PretrainedModel learned(PromptFormat format, PretrainedModel model) {
        if (model.chatTemplate().flatMap(TrainedFormat::family).filter(format::equals)
                .isPresent()) {
            return model;
        }
        return format instanceof PlainFormat plain && model.tokenizer().isPresent()
                ? model.withChatTemplate(PlainTemplate.of(plain,
                        model.tokenizer().get().fromStart().length > 0))
                : model.withoutChatTemplate();
    }

    /// The format that our own finetuning has noted in a folder; empty if there is none.
    public static Optional<PromptFormat> noted(Path folder) throws IOException {
        Path settings = folder.resolve(FINETUNING);
        JsonNode base = Files.isRegularFile(settings) ? JsonFile.readObject(settings).path("base")
                : MissingNode.getInstance();
        JsonNode format = base.path("format");
        if (!base.isObject() && !base.isMissingNode()
                || !format.isTextual() && !format.isMissingNode()) {
            throw new IllegalArgumentException(settings + " must have an object as base with a "
                    + "text as format, got " + base);
        }
        String name = format.asText();
        return name.isEmpty() ? Optional.empty()
                : Optional.of(JsonFile.naming(settings, () -> PromptFormat.named(name)));
    }

    /// ChatML, by what the system says where nobody has sent a message from it.
    private static ChatTemplate chatMl(String template) {
        return template.contains("<functions></functions>") ? olmo3(template)
                : template.contains("<think>") ? ChatTemplate.QWEN3
                : template.contains("You are Qwen, created by") ? ChatTemplate.QWEN2_5
                : template.contains("named SmolLM, trained") ? ChatTemplate.SMOLLM2
                : template.contains("You are a helpful assistant.<|im_end|>") ? ChatTemplate.QWEN2
                : ChatTemplate.CHATML;
    }

    private static ChatTemplate olmo3(String template) {
        return template.contains("<think>") ? ChatTemplate.OLMO3_THINK
                : template.contains("You are Olmo,") ? ChatTemplate.OLMO3_1 : ChatTemplate.OLMO3;
    }

    private static Optional<PromptFormat> family(String template) {
        return PlainTemplate.format(template).<PromptFormat>map(format -> format)
                .or(() -> template(template).map(ChatFormat::new));
    }

    private static Optional<ChatTemplate> template(String template) {
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

package llm.text.chat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import llm.text.Tokenizer;

/// How a family of chat models wants a conversation to be written.
public enum ChatTemplate {
    /// `<s>[INST] question [/INST] answer </s>`, of Llama 2 Chat.
    LLAMA2("</s>"),
    /// `<s> [INST] question [/INST] answer</s>`, of Mistral and Mixtral Instruct.
    MISTRAL("</s>"),
    /// `<s>[INST] question[/INST] answer</s>`, of Mistral Instruct v0.3.
    MISTRAL_V3("</s>"),
    /// Each message between a header with its role and `<|eot_id|>`, of Llama 3 Instruct.
    LLAMA3("<|eot_id|>"),
    /// ChatML with a system message where nobody sends one, of Qwen2 Instruct.
    QWEN2("<|im_end|>"),
    /// The same with another, of Qwen2.5 Instruct.
    QWEN2_5("<|im_end|>"),
    /// The same with another, of SmolLM2 Instruct.
    SMOLLM2("<|im_end|>"),
    /// ChatML with the model's thoughts in `<think>`, of Qwen3.
    QWEN3("<|im_end|>"),
    /// Turns of `user` and `model`, of Gemma 3.
    GEMMA3("<end_of_turn>"),
    /// `<|user|>`, the content and `<|end|>`, of Phi-3 Instruct.
    PHI3_INSTRUCT("<|end|>"),
    /// `<|user|>`, a line break and the content, of OLMo 2 Instruct.
    OLMO2("<|endoftext|>"),
    /// ChatML with a system message that speaks of functions, of OLMo 3 Instruct.
    OLMO3("<|endoftext|>"),
    /// The same with another, of OLMo 3.1 Instruct.
    OLMO3_1("<|endoftext|>"),
    /// The same with another, and an answer that begins with thoughts, of OLMo 3 Think.
    OLMO3_THINK("<|endoftext|>"),
    /// `<|im_start|>role`, the content and `<|im_end|>`: used by many models.
    CHATML("<|im_end|>");

    private final String endOfTurn;

    ChatTemplate(String endOfTurn) {
        this.endOfTurn = endOfTurn;
    }

    /// The template of this name, whatever its case.
    ///
    /// @throws IllegalArgumentException if there is none
    public static ChatTemplate named(String name) {
        return Arrays.stream(values()).filter(each -> each.name().equalsIgnoreCase(name))
                .findFirst().orElseThrow(() -> new IllegalArgumentException(
                        "the chat template must be one of " + names() + ", got \"" + name + "\""));
    }

    private static String names() {
        return Arrays.stream(values()).map(each -> each.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    /// The token with which the model ends its answer.
    public String endOfTurn() {
        return endOfTurn;
    }

    /// With which the generation prompt begins the answer itself.
    public String opening() {
        return this == OLMO3_THINK ? Olmo3Chat.OPENING : "";
    }

    /// What stands after the last message of a conversation that does not go on.
    public String closing() {
        return this == PHI3_INSTRUCT ? Phi3Chat.CLOSING : "";
    }

    /// The conversation as one text.
    ///
    /// @param addGenerationPrompt whether to begin the assistant's next message, for the model to
    ///                            go on
    /// @throws IllegalArgumentException if the template has no form for such a conversation
    public String render(List<ChatMessage> messages, boolean addGenerationPrompt) {
        return parts(messages, addGenerationPrompt).text();
    }

    /// The conversation as token ids, beginning-of-text token included where there is one. Control
    /// tokens come from the template only; a message that spells one is encoded letter by letter.
    ///
    /// @throws IllegalArgumentException if the template has no form for such a conversation, or
    ///                                  the tokenizer lacks one of its control tokens
    public int[] encode(List<ChatMessage> messages, boolean addGenerationPrompt,
                        Tokenizer tokenizer) {
        return parts(messages, addGenerationPrompt).ids(tokenizer);
    }

    private ChatParts parts(List<ChatMessage> messages, boolean addGenerationPrompt) {
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("messages must be one or more, got none");
        }
        return switch (this) {
            case LLAMA2 -> Llama2Chat.parts(messages);
            case MISTRAL -> MistralChat.parts(messages);
            case MISTRAL_V3 -> MistralChat.partsOfV3(messages);
            case LLAMA3 -> Llama3Chat.parts(messages, addGenerationPrompt);
            case QWEN2 -> ChatMl.withSystem("You are a helpful assistant.", messages,
                    addGenerationPrompt);
            case QWEN2_5 -> ChatMl.withSystem("You are Qwen, created by Alibaba Cloud. You are a "
                    + "helpful assistant.", messages, addGenerationPrompt);
            case SMOLLM2 -> ChatMl.withSystem("You are a helpful AI assistant named SmolLM, "
                    + "trained by Hugging Face", messages, addGenerationPrompt);
            case QWEN3 -> ChatMl.withThoughts(messages, addGenerationPrompt);
            case GEMMA3 -> Gemma3Chat.parts(messages, addGenerationPrompt);
            case PHI3_INSTRUCT -> Phi3Chat.parts(messages, addGenerationPrompt);
            case OLMO2 -> Olmo2Chat.parts(messages, addGenerationPrompt);
            case OLMO3 -> Olmo3Chat.instruct(messages, addGenerationPrompt);
            case OLMO3_1 -> Olmo3Chat.instructOf31(messages, addGenerationPrompt);
            case OLMO3_THINK -> Olmo3Chat.think(messages, addGenerationPrompt);
            case CHATML -> ChatMl.parts(messages, addGenerationPrompt);
        };
    }
}

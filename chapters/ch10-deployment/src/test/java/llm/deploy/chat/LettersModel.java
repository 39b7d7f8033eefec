package llm.deploy.chat;

import java.io.StringReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import llm.deploy.ChatLayout;
import llm.deploy.ServedModel;
import llm.instruct.ChatFormat;
import llm.instruct.PromptFormat;
import llm.model.DecoderModel;
import llm.model.GptConfig;
import llm.model.decode.ContextOverflow;
import llm.model.decode.Sampler;
import llm.tensor.Parameter;
import llm.tensor.RandomState;
import llm.text.Tokenizer;
import llm.text.bpe.BpeTrainer;
import llm.text.chat.ChatTemplate;

/// A model of random weights, so large that its texts vary, that writes letters and line breaks.
///
/// @param counting counts what it computes
/// @param served   the same, to be asked
record LettersModel(CountingModel counting, ServedModel served) {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz\n";
    private static final float ALLOWED = 100;

    /// Bytes, and the control tokens of all templates but one.
    private static final Tokenizer BYTES = tokenizer("<s>", "</s>",
            "<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>",
            "<|im_start|>", "<|im_end|>", "<bos>", "<start_of_turn>", "<end_of_turn>",
            "<|user|>", "<|assistant|>", "<|end|>", "<|endoftext|>");
    private static final Tokenizer MISTRAL_BYTES = tokenizer("<s>", "</s>", "[INST]", "[/INST]");

    private static Tokenizer tokenizer(String... control) {
        return new BpeTrainer(274, 2, List.of(control), (tokens, size) -> { })
                .train(new StringReader("nothing"));
    }

    static LettersModel of(PromptFormat format, int context) {
        Tokenizer bytes = format.equals(new ChatFormat(ChatTemplate.MISTRAL_V3)) ? MISTRAL_BYTES
                : BYTES;
        DecoderModel model = new DecoderModel(GptConfig.of(bytes.vocabSize(), context, 12, 3, 2),
                1);
        for (Parameter parameter : model.parameters()) {
            parameter.copyFrom(new RandomState(parameter.elements() + 3)
                    .normal(0.4, parameter.shape().toArray()));
        }
        model.eval();
        CountingModel counting = new CountingModel(model);
        ChatLayout layout = new ChatLayout(format);
        return new LettersModel(counting, new ServedModel("letters", counting, bytes,
                layout.ends(bytes), layout));
    }

    ChatOptions likeliest(int maxNewTokens) {
        return options(Sampler.mostLikely(), maxNewTokens, ContextOverflow.TRUNCATE);
    }

    /// Letters, and with them the end token, are all that can be chosen.
    ChatOptions options(Sampler sampler, int maxNewTokens, ContextOverflow overflow) {
        Map<Integer, Float> biases = new HashMap<>();
        for (int id : served.tokenizer().encode(LETTERS)) {
            biases.put(id, ALLOWED);
        }
        served.chatEnds().forEach(end -> biases.put(end, ALLOWED));
        return new ChatOptions(sampler.withBias(biases), OptionalInt.of(maxNewTokens), overflow);
    }

    LocalChat chat(int maxNewTokens) {
        return new LocalChat(served, likeliest(maxNewTokens), 1);
    }

    /// What is answered by a model that reads the whole conversation anew.
    String fresh(Conversation before, String question, ChatOptions options) {
        try (LocalChat chat = new LocalChat(served, options, 1)) {
            chat.replace(before);
            return chat.ask(question).text();
        }
    }
}

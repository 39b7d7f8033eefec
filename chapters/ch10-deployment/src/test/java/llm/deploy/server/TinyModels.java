package llm.deploy.server;

import java.io.StringReader;
import java.util.List;
import java.util.Set;
import llm.deploy.ChatLayout;
import llm.deploy.ServedModel;
import llm.instruct.ChatFormat;
import llm.model.DecoderModel;
import llm.model.GptConfig;
import llm.model.LanguageModel;
import llm.tensor.Parameter;
import llm.tensor.RandomState;
import llm.text.SpecialTokens;
import llm.text.Tokenizer;
import llm.text.bpe.BpeTrainer;
import llm.text.chat.ChatTemplate;

/// Models and a tokenizer that are made in a moment.
public final class TinyModels {
    public static final String NAME = "tiny";
    /// Bytes, some pairs of them, and the tokens of ChatML.
    public static final Tokenizer TOKENIZER = new BpeTrainer(280, 2, List.of(
            SpecialTokens.END_OF_TEXT, "<|im_start|>", "<|im_end|>"), (tokens, size) -> { })
            .train(new StringReader("user assistant system. the rain and the sun and the wind; "
                    + "the old boat in the cold rain, the user and the sun. ".repeat(3)));

    private TinyModels() {
    }

    /// A GPT whose weights are so large that its texts vary.
    public static DecoderModel varied(int context) {
        DecoderModel model = new DecoderModel(GptConfig.of(TOKENIZER.vocabSize(), context, 32, 2,
                2), 1);
        for (Parameter parameter : model.parameters()) {
            parameter.copyFrom(new RandomState(parameter.elements())
                    .normal(0.4, parameter.shape().toArray()));
        }
        model.eval();
        return model;
    }

    /// A model ready to be served, which lays conversations out as ChatML.
    public static ServedModel served(LanguageModel model) {
        return new ServedModel(NAME, model, TOKENIZER,
                Set.of(TOKENIZER.endOfText().orElseThrow()),
                new ChatLayout(new ChatFormat(ChatTemplate.CHATML)));
    }
}

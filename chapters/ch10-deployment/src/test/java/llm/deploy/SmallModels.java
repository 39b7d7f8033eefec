package llm.deploy;

import java.util.Set;
import llm.instruct.PlainFormat;
import llm.model.DecoderModel;
import llm.model.GptConfig;
import llm.tensor.Parameter;
import llm.tensor.RandomState;

/// Models of random weights, so large that their texts vary.
public final class SmallModels {
    private static final int VOCAB_SIZE = 300;               // all bytes, and some more

    private SmallModels() {}

    /// One that writes any bytes, and some ids that no byte has.
    public static ServedModel served(int contextLength) {
        return new ServedModel("small", model(contextLength),
                PieceTokenizer.ofBytes(VOCAB_SIZE), Set.of(), new ChatLayout(PlainFormat.SHORT));
    }

    private static DecoderModel model(int contextLength) {
        DecoderModel model = new DecoderModel(GptConfig.of(VOCAB_SIZE, contextLength, 12, 3, 2), 1);
        for (Parameter parameter : model.parameters()) {
            parameter.copyFrom(new RandomState(parameter.elements())
                    .normal(0.4, parameter.shape().toArray()));
        }
        model.eval();
        return model;
    }
}

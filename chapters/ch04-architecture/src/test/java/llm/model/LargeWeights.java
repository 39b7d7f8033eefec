package llm.model;

import java.util.stream.Stream;
import llm.tensor.Parameter;
import llm.tensor.RandomState;

/// Models whose weights are so large that their texts vary.
public final class LargeWeights {

    private LargeWeights() {
    }

    /// A GPT-2 and one of each family that follows it.
    public static Stream<DecoderConfig> families(GptConfig gpt) {
        return Stream.concat(Stream.of(gpt), LlamaStepsTest.families().stream());
    }

    public static DecoderModel model(DecoderConfig config) {
        DecoderModel model = new DecoderModel(config, 1);
        for (Parameter parameter : model.parameters()) {
            parameter.copyFrom(new RandomState(parameter.elements())
                    .normal(0.4, parameter.shape().toArray()));
        }
        model.eval();
        return model;
    }
}

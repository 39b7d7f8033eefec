package llm.bench;

import llm.model.DecoderConfig;
import llm.model.ModelSize;
import llm.tensor.backend.DType;

/// What a step must do however well it is written: the operations of its matrix products, and the
/// weights, each of which comes from memory once or more.
///
/// @param flops floating-point operations
/// @param bytes bytes of weights, each read once
public record Work(double flops, double bytes) {

    /// A training step: forward, and twice as much backward.
    public static Work training(DecoderConfig config, int batch, int tokens) {
        return new Work(ModelSize.trainingFlops(config, batch, tokens),
                weightBytes(config, DType.F32));
    }

    /// A prompt, read at once; only its last token needs logits.
    public static Work prefill(DecoderConfig config, DType dtype, int tokens) {
        double logits = 2.0 * config.vocabSize() * config.embDim();
        return new Work(ModelSize.blockFlops(config, 1, tokens) + logits,
                weightBytes(config, dtype));
    }

    /// One more token of one sequence; the keys and values of the tokens before are not counted.
    public static Work token(DecoderConfig config, DType dtype) {
        return new Work(2.0 * ModelSize.of(config).matrixParameters(),
                weightBytes(config, dtype));
    }

    private static double weightBytes(DecoderConfig config, DType dtype) {
        return dtype.bytes(1, ModelSize.of(config).matrixParameters());
    }
}

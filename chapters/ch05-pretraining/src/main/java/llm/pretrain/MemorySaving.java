package llm.pretrain;

import llm.model.DecoderConfig;
import llm.model.ModelSize;
import llm.tensor.backend.DType;
import llm.tensor.optim.AdamConfig;

/// What a training does to need less memory.
///
/// @param recomputeActivations whether blocks are computed again in backward, which changes no
///                             result and takes up to a third more time
/// @param moments              how the moments of matrices are kept, see [AdamConfig]
public record MemorySaving(boolean recomputeActivations, DType moments) {
    /// All is kept, in float32.
    public static final MemorySaving NONE = new MemorySaving(false, DType.F32);

    /// Bytes of the optimizer's two moments; those of vectors, in float32 always, hardly count.
    long optimizerBytes(DecoderConfig config) {
        return 2 * moments.bytes(1, ModelSize.of(config).parameters());
    }

    /// Bytes of what forward keeps for backward.
    long activationBytes(DecoderConfig config, int batch, int context) {
        return recomputeActivations ? ModelSize.recomputedActivationBytes(config, batch, context)
                : ModelSize.activationBytes(config, batch, context);
    }

    /// Floating-point operations of a training step.
    double flops(DecoderConfig config, int batch, int context) {
        return ModelSize.trainingFlops(config, batch, context)
                + (recomputeActivations ? ModelSize.blockFlops(config, batch, context) : 0);
    }
}

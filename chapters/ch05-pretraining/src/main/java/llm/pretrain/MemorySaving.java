package llm.pretrain;

import java.util.Objects;
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

    public MemorySaving {
        moments = Objects.requireNonNullElse(moments, DType.F32);   // a file may lack it
    }

    /// Bytes of AdamW's two moments, and of Muon's one of what is in a block, in float32. That vectors
    /// have two in float32 always hardly counts.
    long optimizerBytes(DecoderConfig config, Recipe recipe) {
        long all = ModelSize.of(config).parameters();
        long table = (long) config.vocabSize() * config.embDim();
        long byMuon = recipe.muon() == null ? 0 : all - table * (config.tiedHead() ? 1 : 2);
        return 2 * moments.bytes(1, all - byMuon) + DType.F32.bytes(1, byMuon);
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

package llm.pretrain.folder;

import java.util.EnumSet;
import llm.tensor.file.ElementType;

/// How the weights of a model folder are written.
///
/// @param type       of their numbers: F32, F16 or BF16
/// @param shardBytes most bytes of a file with weights; a tensor that is larger has one to itself
public record SaveOptions(ElementType type, long shardBytes) {
    /// The size at which transformers 4 begins another file.
    public static final long USUAL_SHARD = 5_000_000_000L;
    public static final SaveOptions USUAL = new SaveOptions(ElementType.F32, USUAL_SHARD);

    public SaveOptions {
        if (!EnumSet.of(ElementType.F32, ElementType.F16, ElementType.BF16).contains(type)) {
            throw new IllegalArgumentException(
                    "weights must be written as F32, F16 or BF16, got " + type);
        }
        if (shardBytes < 1) {
            throw new IllegalArgumentException(
                    "a file with weights must have room for a byte or more, got " + shardBytes);
        }
    }

    /// As a model was stored, and in float32 where it was packed.
    public static SaveOptions like(ElementType stored) {
        ElementType type = switch (stored) {
            case F16, BF16 -> stored;
            case F32, I64, I32 -> ElementType.F32;
        };
        return new SaveOptions(type, USUAL_SHARD);
    }

    /// What PyTorch calls the type.
    String torchName() {
        return switch (type) {
            case F32 -> "float32";
            case F16 -> "float16";
            case BF16 -> "bfloat16";
            case I64, I32 -> throw new IllegalStateException("weights must be real, got " + type);
        };
    }
}

package llm.format.gguf;

import java.util.Arrays;
import java.util.stream.Collectors;

/// How the values of a tensor are stored, by the name and number that files use.
public enum GgufType {
    F32(0, FloatBlock.SINGLE),
    F16(1, FloatBlock.HALF),
    BF16(30, FloatBlock.BRAIN),
    Q8_0(8, new Q8Block()),
    Q4_0(2, new Q4Block()),
    Q4_1(3, new Q41Block()),
    Q5_0(6, new Q5Block()),
    Q5_1(7, new Q51Block()),
    Q2_K(10, new Q2KBlock()),
    Q3_K(11, new Q3KBlock()),
    Q4_K(12, new Q4KBlock()),
    Q5_K(13, new Q5KBlock()),
    Q6_K(14, new Q6KBlock());

    private final int code;
    private final BlockFormat format;

    GgufType(int code, BlockFormat format) {
        this.code = code;
        this.format = format;
    }

    /// Values of a block; a row is a whole number of blocks.
    public int blockValues() {
        return format.blockValues();
    }

    /// Bytes of a block.
    public int blockBytes() {
        return format.blockBytes();
    }

    /// Whether tensors can be written in this type.
    public boolean isWritable() {
        return format instanceof WritableFormat;
    }

    int code() {
        return code;
    }

    BlockFormat format() {
        return format;
    }

    /// Bytes of so many values.
    long bytes(long values) {
        return values / blockValues() * blockBytes();
    }

    /// @throws IllegalArgumentException if tensors cannot be written in this type
    WritableFormat writableFormat() {
        if (format instanceof WritableFormat writable) {
            return writable;
        }
        String able = Arrays.stream(values()).filter(GgufType::isWritable).map(GgufType::name)
                .collect(Collectors.joining(", "));
        throw new IllegalArgumentException("the type to write must be one of " + able + ", got "
                + this);
    }
}

package llm.classify;

import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import llm.pretrain.folder.ClassifierModel;
import llm.tensor.IntTensor;
import llm.tensor.Shape;
import llm.tensor.Tensor;
import llm.tensor.backend.Backend;

/// Which vectors of a text its class is read from. A token sees only what stands before it, so the
/// last one alone has seen everything.
public enum Pooling {
    /// The last token that is not padding: what transformers reads. Pads behind it change nothing.
    LAST,
    /// The first token, which has seen nothing but itself.
    FIRST,
    /// The last place of the batch, even if it is a pad that the text was filled up with. How many
    /// pads there are then matters.
    LAST_PLACE,
    /// The mean of all tokens that are not padding.
    MEAN;

    /// The way that files and commands call so, such as `last-place`.
    ///
    /// @throws IllegalArgumentException if there is none
    public static Pooling of(String label) {
        return Arrays.stream(values()).filter(pooling -> pooling.label().equals(label)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the pooling must be one of "
                        + Arrays.stream(values()).map(Pooling::label)
                                .collect(Collectors.joining(", ")) + ", got " + label));
    }

    /// The way that a stored classifier reads its texts.
    static Pooling of(ClassifierModel.Task task) {
        return task.pooling().map(Pooling::of).orElse(LAST);
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// What each token counts for: 1 for the one that is read, or equal shares.
    ///
    /// @param ids `(batch, tokens)`
    /// @param pad the id of padding, if there is any
    /// @return `(batch, 1, tokens)`; the sum of a row is 1
    Tensor weights(IntTensor ids, OptionalInt pad, Backend backend) {
        int batch = ids.size(0);
        int tokens = ids.size(1);
        float[] weights = new float[batch * tokens];
        for (int row = 0; row < batch; row++) {
            int first = row * tokens;
            int last = first + last(ids.values(), first, first + tokens, pad);
            switch (this) {
                case LAST -> weights[last] = 1;
                case FIRST -> weights[first] = 1;
                case LAST_PLACE -> weights[first + tokens - 1] = 1;
                case MEAN -> Arrays.fill(weights, first, last + 1, 1f / (last - first + 1));
            }
        }
        return Tensor.of(weights, Shape.of(batch, 1, tokens), backend);
    }

    /// The place of the last token that is no pad; 0 if all are. One looks at ids alone, so a pad
    /// at the end of a text itself counts as padding, as in transformers.
    private static int last(int[] ids, int from, int to, OptionalInt pad) {
        int last = to - 1;
        while (pad.isPresent() && last > from && ids[last] == pad.getAsInt()) {
            last--;
        }
        return last - from;
    }
}

package llm.classify;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import llm.model.DecoderModel;
import llm.model.TransformerBlock;

/// Which layers of a classifier learn; the others stay as pretraining left them.
public enum TrainLayers {
    /// The new head alone: what the model already sees in a text must do.
    LAST_LAYER,
    /// The last block, the norm behind it, and the head.
    LAST_BLOCK,
    /// The last two blocks, the norm, and the head.
    LAST_TWO_BLOCKS,
    /// Everything.
    ALL,
    /// Adapters around every linear layer ([llm.lora.Lora]), and the head.
    LORA;

    /// The layers that commands call so, such as `last-block`.
    ///
    /// @throws IllegalArgumentException if there are none
    public static TrainLayers of(String label) {
        return Arrays.stream(values()).filter(layers -> layers.label().equals(label)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the layers to train must be one "
                        + "of " + Arrays.stream(values()).map(TrainLayers::label)
                                .collect(Collectors.joining(", ")) + ", got " + label));
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Freezes all other layers. With [#LORA] that is done by [llm.lora.Lora#add], which comes
    /// before; only the head is let go again.
    public void choose(DecoderModel model) {
        switch (this) {
            case ALL -> model.unfreeze();
            case LORA -> model.head().unfreeze();
            case LAST_LAYER -> onlyLast(model, 0);
            case LAST_BLOCK -> onlyLast(model, 1);
            case LAST_TWO_BLOCKS -> onlyLast(model, 2);
        }
    }

    private static void onlyLast(DecoderModel model, int count) {
        List<TransformerBlock> blocks = model.blocks();
        model.freeze();
        model.head().unfreeze();
        if (count > 0) {
            model.finalNorm().unfreeze();
            blocks.subList(Math.max(0, blocks.size() - count), blocks.size())
                    .forEach(TransformerBlock::unfreeze);
        }
    }
}

package llm.tools.finetune;

import java.util.Arrays;
import java.util.stream.Collectors;
import llm.classify.Pooling;
import llm.classify.TrainLayers;
import llm.tools.cli.WrongUsage;
import llm.tools.train.TrainingSettings;

/// One way to train a classifier, to be compared with others: what differs from the first.
enum ComparedRow {
    LAST_BLOCK("last block, norm and head; the last token"),
    FIRST_TOKEN("… the first token"),
    MEAN("… the mean of all tokens"),
    LAST_PLACE("… the last place, which may be padding"),
    PAD_TO_CONTEXT("… the last place, every text padded to the context"),
    NO_PADDING("… one text at a time, as many to a step"),
    LAST_LAYER("the head alone"),
    LAST_TWO_BLOCKS("the last two blocks, norm and head"),
    ALL("everything"),
    LORA("adapters in all blocks, and the head"),
    RANDOM_WEIGHTS("everything, from random weights");

    private final String description;

    ComparedRow(String description) {
        this.description = description;
    }

    String label() {
        return name().toLowerCase().replace('_', '-');
    }

    String description() {
        return description;
    }

    /// @throws IllegalArgumentException if there is none
    static ComparedRow of(String label) {
        return Arrays.stream(values()).filter(row -> row.label().equals(label)).findFirst()
                .orElseThrow(() -> new WrongUsage("--rows must be some of "
                        + Arrays.stream(values()).map(ComparedRow::label)
                                .collect(Collectors.joining(", ")) + ", got " + label + "."));
    }

    /// The settings of this row.
    ///
    /// @param first those of the first row
    ClassifierSettings of(ClassifierSettings first) {
        TrainingSettings how = first.training();
        return switch (this) {
            case LAST_BLOCK -> with(first, TrainLayers.LAST_BLOCK);
            case FIRST_TOKEN -> with(first, Pooling.FIRST, 0);
            case MEAN -> with(first, Pooling.MEAN, 0);
            case LAST_PLACE -> with(first, Pooling.LAST_PLACE, 0);
            case PAD_TO_CONTEXT -> with(first, Pooling.LAST_PLACE,
                    ClassifierSettings.CONTEXT);
            case NO_PADDING -> with(first, how.inBatchesOf(1));
            case LAST_LAYER -> with(first, TrainLayers.LAST_LAYER);
            case LAST_TWO_BLOCKS -> with(first, TrainLayers.LAST_TWO_BLOCKS);
            case ALL -> with(first, TrainLayers.ALL);
            case LORA -> with(first, TrainLayers.LORA);
            case RANDOM_WEIGHTS -> new ClassifierSettings(first.model(), first.dtype(), true,
                    TrainLayers.ALL.label(), first.pooling(), first.padTo(), first.weighted(),
                    first.lora(), how);
        };
    }

    private static ClassifierSettings with(ClassifierSettings first, TrainLayers layers) {
        return new ClassifierSettings(first.model(), first.dtype(), false, layers.label(),
                first.pooling(), first.padTo(), first.weighted(), first.lora(), first.training());
    }

    private static ClassifierSettings with(ClassifierSettings first, Pooling pooling, int padTo) {
        return new ClassifierSettings(first.model(), first.dtype(), false, first.layers(),
                pooling.label(), padTo, first.weighted(), first.lora(), first.training());
    }

    private static ClassifierSettings with(ClassifierSettings first, TrainingSettings training) {
        return new ClassifierSettings(first.model(), first.dtype(), false, first.layers(),
                first.pooling(), first.padTo(), first.weighted(), first.lora(), training);
    }
}

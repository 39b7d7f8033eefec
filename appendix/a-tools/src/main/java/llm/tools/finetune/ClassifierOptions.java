package llm.tools.finetune;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import llm.classify.LabeledTable.Columns;
import llm.classify.Pooling;
import llm.classify.TrainLayers;
import llm.tools.cli.Bounds;
import llm.tools.cli.WrongUsage;
import llm.tools.train.TrainingOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How a classifier is trained: a mixin. What is not given is as usual, or, when a training is
/// resumed, as in that training.
final class ClassifierOptions {
    private static final TrainingOptions.Usual USUAL =
            new TrainingOptions.Usual(8, 5, 5e-4, 0.1);

    @Mixin
    private BaseOptions base = new BaseOptions();

    @Option(names = "--data", paramLabel = "F",
            description = "Labelled texts as .tsv, .csv or .jsonl, which are split 70/10/20; or a "
                    + "folder with files train, validation and test.")
    private @Nullable Path data;

    @Option(names = "--label-column", paramLabel = "NAME", defaultValue = "label",
            description = "Where the class stands (default ${DEFAULT-VALUE}).")
    private String labelColumn = "label";

    @Option(names = "--text-column", paramLabel = "NAME", defaultValue = "text",
            description = "Where the text stands (default ${DEFAULT-VALUE}).")
    private String textColumn = "text";

    @Option(names = "--balance", paramLabel = "HOW",
            description = "If classes differ in size: none, undersample (leave texts of larger "
                    + "classes out) or weights (let every class count the same; default none).")
    private @Nullable String balance;

    @Option(names = "--train-layers", paramLabel = "WHICH",
            description = "What learns: last-layer, last-block, last-two-blocks, all or lora "
                    + "(default last-block).")
    private @Nullable String layers;

    @Option(names = "--token", paramLabel = "WHICH",
            description = "Where the class is read: last, first, last-place (which may be "
                    + "padding) or mean (default last).")
    private @Nullable String token;

    @Bounds(from = 1, to = 1_048_576)
    @Option(names = "--pad-to", paramLabel = "N",
            description = "Tokens that every text is filled up to (default: as many as the longest "
                    + "of its batch has).")
    private @Nullable Integer padTo;

    @Option(names = "--random-weights",
            description = "Take the model's form and nothing that it has learned.")
    private boolean randomWeights;

    /// @throws IllegalArgumentException if a new training lacks what it begins with
    void requireSource() {
        base.requireWith(data);
        balance();
    }

    private String balance() {
        String how = balance != null ? balance : "none";
        return switch (how) {
            case "none", "undersample", "weights" -> how;
            default -> throw new WrongUsage(
                    "--balance must be none, undersample or weights, got " + how + ".");
        };
    }

    LabeledParts.Source source() {
        return source(base.training().seed());
    }

    /// @param seed of the split
    LabeledParts.Source source(long seed) {
        return new LabeledParts.Source(Objects.requireNonNull(data),
                new Columns(labelColumn, textColumn), balance().equals("undersample"), seed);
    }

    /// Whether texts come in one file, not in parts.
    boolean splitsAFile() {
        return !Files.isDirectory(Objects.requireNonNull(data));
    }

    /// The settings of a new training.
    ///
    /// @param texts to learn from
    ClassifierSettings settings(int texts) {
        TrainLayers chosen = layers != null ? TrainLayers.of(layers) : TrainLayers.LAST_BLOCK;
        Pooling pooling = token != null ? Pooling.of(token) : Pooling.LAST;
        return new ClassifierSettings(base.model(), base.dtype(chosen.label()), randomWeights,
                chosen.label(), pooling.label(), padTo != null ? padTo : 0,
                balance().equals("weights"), base.lora(),
                base.training().settings(USUAL, texts));
    }

    /// @throws IllegalArgumentException if an option is given that differs from the training that
    ///         is to be resumed
    void requireAgreement(ClassifierSettings stored, int texts) {
        base.requireAgreement(stored.model(), stored.dtype(), stored.lora());
        TrainingOptions.requireSame("--train-layers", layers, stored.layers());
        TrainingOptions.requireSame("--token", token, stored.pooling());
        TrainingOptions.requireSame("--pad-to", padTo, stored.padTo());
        TrainingOptions.requireSame("--random-weights", randomWeights ? true : null,
                stored.randomWeights());
        base.training().requireAgreement(stored.training(),
                base.training().settings(USUAL, texts));
    }
}

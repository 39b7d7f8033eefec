package llm.tools.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import llm.model.DecoderConfig;
import llm.pretrain.Plan;
import llm.pretrain.Preset;
import llm.pretrain.Recipe;
import llm.pretrain.folder.PretrainedModel;
import llm.tools.cli.Bounds;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.HumanReadable;
import llm.tools.cli.JsonOption;
import llm.tools.cli.WrongUsage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Says what a training will cost, before it begins.
@Command(
        description = {"", "Counts parameters, memory and operations, and measures for five "
                + "seconds how fast this machine is. With --cache, what generating takes instead."},
        footer = {"", "Examples:",
                "  ./llm plan --preset gpt2-124m --batch 4 --context 256 --tokens 100000000",
                "  ./llm plan --cache --chart out/cache.svg"})
public final class PlanCommand implements Callable<Integer> {
    private static final double CALIBRATION_SECONDS = 5;
    private static final double GIGA = 1e9;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @ArgGroup
    private Model model = new Model();

    @ArgGroup(exclusive = false)
    private @Nullable CacheOptions cache;

    @Mixin
    private MemorySavingOptions memory = new MemorySavingOptions();

    @Bounds(from = 1, to = 65_536)
    @Option(names = "--batch", paramLabel = "N", description = "Examples of a step.")
    private @Nullable Integer batch;

    @Bounds(from = 1, to = 1_048_576)
    @Option(names = "--context", paramLabel = "N", description = "Tokens of an example.")
    private @Nullable Integer context;

    @Bounds(from = 1, to = 1e15)
    @Option(names = "--tokens", paramLabel = "N", defaultValue = "10000000",
            description = "Tokens to train on (default ${DEFAULT-VALUE}).")
    private long tokens;

    /// At most one of them.
    static final class Model {
        @Option(names = "--preset", paramLabel = "PRESET",
                completionCandidates = PretrainingOptions.Presets.class,
                description = Preset.NAMES + " (default tiny).")
        private @Nullable String preset;

        @Option(names = "--config", paramLabel = "F",
                description = "A model's config.json instead.")
        private @Nullable Path config;
    }

    /// The result as JSON; memory in bytes.
    record Cost(long parameters, Memory memory, double flopsPerStep, double flops, long steps,
                double minutes) {}

    record Memory(long weights, long gradients, long optimizer, long activations, long total) {}

    @Override
    public Integer call() throws IOException {
        if (cache != null) {
            cache.print(givenModel(), json, common.out());
            return ExitCode.SUCCESS;
        }
        Preset preset = givenPreset().orElse(Preset.DEFAULT);
        DecoderConfig config = model.config != null ? PretrainedModel.readConfig(model.config)
                : preset.config();
        int examples = batch != null ? batch : preset.batch();
        int length = context != null ? context : config.contextLength();
        Recipe recipe = model.config != null ? Recipe.GPT : preset.recipe();
        Plan.Step step = new Plan.Step(config, recipe, examples, length, memory.saving());
        Plan counted = Plan.of(step, tokens, 1);
        double speed = Plan.calibrate(step, CALIBRATION_SECONDS);
        Plan plan = Plan.of(step, tokens, speed);
        Cost cost = new Cost(plan.parameters(), new Memory(plan.weightBytes(),
                plan.gradientBytes(), plan.optimizerBytes(), plan.activationBytes(),
                plan.totalBytes()), plan.flopsPerStep(), counted.steps() * plan.flopsPerStep(),
                plan.steps(), plan.minutes());
        json.print(cost, common.out(), out -> {
            out.printf("parameters   %,15d%n", cost.parameters);
            out.printf("memory       %,15d MiB%n", cost.memory.total >> 20);
            out.printf("  weights    %,15d MiB%n", cost.memory.weights >> 20);
            out.printf("  gradients  %,15d MiB%n", cost.memory.gradients >> 20);
            out.printf("  optimizer  %,15d MiB%n", cost.memory.optimizer >> 20);
            out.printf("  activations%,15d MiB%n", cost.memory.activations >> 20);
            out.printf("a step       %,15.1f GFLOP, %,d × %,d tokens%n",
                    cost.flopsPerStep / GIGA, examples, length);
            out.printf("steps        %,15d for %,d tokens%n", cost.steps, tokens);
            out.printf("time here    about %s, at %,.0f GFLOP/s%n",
                    HumanReadable.minutes(cost.minutes), speed / GIGA);
        });
        return ExitCode.SUCCESS;
    }

    private Optional<DecoderConfig> givenModel() throws IOException {
        if (model.config != null) {
            return Optional.of(PretrainedModel.readConfig(model.config));
        }
        return givenPreset().map(Preset::config);
    }

    private Optional<Preset> givenPreset() {
        return Optional.ofNullable(model.preset)
                .map(name -> WrongUsage.unless(() -> Preset.named(name)));
    }
}

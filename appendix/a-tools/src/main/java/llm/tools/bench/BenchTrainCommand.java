package llm.tools.bench;

import java.util.concurrent.Callable;
import llm.bench.TrainBenchmark;
import llm.lora.Lora;
import llm.lora.LoraConfig;
import llm.model.DecoderModel;
import llm.tensor.RandomState;
import llm.tensor.backend.DType;
import llm.tools.cli.Bounds;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.JsonOption;
import llm.tools.cli.Machine;
import llm.tools.cli.Progress;
import llm.tools.cli.WrongUsage;
import llm.tools.model.DTypeOption;
import llm.tools.train.MemorySavingOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Whole training steps on random tokens.
@Command(
        name = "train",
        header = "Measure training steps: forward, backward, clipping, AdamW.",
        synopsisHeading = "Usage: ",
        optionListHeading = "%nOptions:%n",
        footer = {"", "Example:", "  ./llm bench train --model gpt2-124m --batch 4 --context 256 "
                + "--steps 5"})
final class BenchTrainCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private ModelSizeOptions size = new ModelSizeOptions();

    @Mixin
    private MemorySavingOptions memory = new MemorySavingOptions();

    @Bounds(from = 1, to = 65_536)
    @Option(names = "--batch", paramLabel = "N", defaultValue = "16",
            description = "Sequences of a step (default ${DEFAULT-VALUE}).")
    private int batch;

    @Bounds(from = 1, to = 1_048_576)
    @Option(names = "--context", paramLabel = "N", defaultValue = "128",
            description = "Tokens of a sequence (default ${DEFAULT-VALUE}).")
    private int context;

    @Bounds(from = 1, to = Bounds.MANY)
    @Option(names = "--steps", paramLabel = "N", defaultValue = "20",
            description = "Steps that count (default ${DEFAULT-VALUE}).")
    private int steps;

    @Bounds(from = 0, to = Bounds.MANY)
    @Option(names = "--warmup", paramLabel = "N",
            description = "Steps before them (default: as many, at most 20).")
    private @Nullable Integer warmup;

    @Bounds(from = 1, to = 65_536)
    @Option(names = "--lora", paramLabel = "RANK", arity = "0..1", fallbackValue = "16",
            description = "Train adapters around every linear layer of a frozen model (rank "
                    + "${FALLBACK-VALUE}), to be held against a run without.")
    private @Nullable Integer rank;

    @Mixin
    private DTypeOption dtype = new DTypeOption();

    /// The result as JSON.
    ///
    /// @param drift        how much longer steps of the second half took, as a share
    /// @param productShare share of all threads' time spent in matrix products
    record Result(double msPerStep, double bestMsPerStep, double tokensPerSecond, double drift,
                  @Nullable Long peakRssMiB, double productShare) {}

    @Override
    public Integer call() {
        System.setProperty("llm.timeProducts", "true");
        int before = warmup != null ? warmup : Math.min(20, steps);
        TrainBenchmark benchmark = new TrainBenchmark(size.config(context), batch, context, steps,
                before, memory.saving(), begin());
        TrainBenchmark.Result measured;
        try (Progress progress = common.progress("Training", "steps", (long) before + steps)) {
            measured = benchmark.run(step -> progress.reached(step, ""));
        }
        Result result = new Result(measured.stepTimes().medianMillis(),
                measured.stepTimes().bestMillis(), measured.tokensPerSecond(),
                measured.drift(), Machine.peakRssMiB(), measured.productShare());
        json.print(result, common.out(), out -> out.printf(
                "%.1f ms per step at the median, %.1f at best; %,.0f tokens/s, drift %+.1f %%; "
                        + "peak memory %s MiB; %.0f %% of the time in matrix products%n",
                result.msPerStep, result.bestMsPerStep, result.tokensPerSecond, 100 * result.drift,
                result.peakRssMiB == null ? "?" : result.peakRssMiB, 100 * result.productShare));
        return ExitCode.SUCCESS;
    }

    /// Everything learns, or adapters of a model that is frozen.
    private TrainBenchmark.Begin begin() {
        DType kept = dtype.dtype();
        if (rank == null && kept != DType.F32) {
            throw new WrongUsage("--dtype must be f32 without --lora, since only "
                    + "float32 learns, got " + DTypeOption.name(kept) + ".");
        }
        return rank == null ? TrainBenchmark.Begin.EVERYTHING : config -> {
            DecoderModel model = TrainBenchmark.Begin.quickly(config, kept);
            Lora.add(model, LoraConfig.of(rank, 2 * rank), new RandomState(1));
            return model;
        };
    }
}

package llm.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import llm.model.GptConfig;
import llm.pretrain.ModelFolder;
import llm.pretrain.Plan;
import llm.pretrain.Preset;
import llm.tensor.backend.Backends;
import llm.text.BpeTokenizer;
import llm.text.BpeTrainer;
import llm.text.TokenSequence;
import llm.text.Tokenizers;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Trains a GPT on a text.
@Command(
        description = {"", "Writes a model folder in Hugging Face's layout, the log as CSV, and the "
                + "loss as a picture. Ctrl-C saves; --resume goes on."},
        footer = {"", "Examples:", "  ./llm pretrain --data tales.txt --out out/tiny --steps 1000",
                "  ./llm pretrain --out out/tiny --resume"})
final class PretrainCommand implements Callable<Integer> {
    private static final int INTERRUPTED = 130;
    private static final double CALIBRATION_SECONDS = 5;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(names = "--data", paramLabel = "F", description = "A file of text in UTF-8; documents "
            + "are separated by <|endoftext|>.")
    private @Nullable Path data;

    @Option(names = "--out", required = true, paramLabel = "DIR",
            description = "The folder to write.")
    private Path out = Path.of("");

    @Option(names = "--preset", paramLabel = "NAME", defaultValue = "tiny",
            description = "tiny, small or gpt2-124m (default ${DEFAULT-VALUE}).")
    private String preset = "tiny";

    @Option(names = "--tokenizer", paramLabel = "NAME|DIR",
            description = "gpt2 or a folder; the default is to learn one from the data.")
    private @Nullable String tokenizer;

    @Option(names = "--vocab-size", paramLabel = "N",
            description = "Tokens of a learned tokenizer (default: the preset's).")
    private @Nullable Integer vocabSize;

    @Option(names = "--batch", paramLabel = "N", description = "Examples of a batch.")
    private @Nullable Integer batch;

    @Option(names = "--context", paramLabel = "N", description = "Tokens of an example.")
    private @Nullable Integer context;

    @Option(names = "--steps", paramLabel = "N", description = "Updates in all.")
    private @Nullable Integer steps;

    @Option(names = "--epochs", paramLabel = "N", defaultValue = "1",
            description = "Passes over the data, where --steps is not given (default "
                    + "${DEFAULT-VALUE}).")
    private double epochs;

    @Option(names = "--lr", paramLabel = "R", description = "Largest learning rate.")
    private @Nullable Double learningRate;

    @Option(names = "--warmup", paramLabel = "N",
            description = "Steps up to it (default: a tenth of the steps, at most 100).")
    private @Nullable Integer warmup;

    @Option(names = "--weight-decay", paramLabel = "D", defaultValue = "0.1",
            description = "Pull of matrices towards 0 (default ${DEFAULT-VALUE}).")
    private double weightDecay;

    @Option(names = "--grad-clip", paramLabel = "N", defaultValue = "1",
            description = "Largest norm of the gradient (default ${DEFAULT-VALUE}).")
    private double gradientClip;

    @Option(names = "--accumulate", paramLabel = "N", defaultValue = "1",
            description = "Batches that make up one step (default ${DEFAULT-VALUE}).")
    private int accumulate;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1",
            description = "Seed of weights and order (default ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--eval-every", paramLabel = "N",
            description = "Steps between evaluations (default: a tenth of the steps).")
    private @Nullable Integer evalEvery;

    @Option(names = "--save-every", paramLabel = "N", defaultValue = "0",
            description = "Steps between checkpoints; 0 for none but at Ctrl-C.")
    private int saveEvery;

    @Option(names = "--device", paramLabel = "NAME", defaultValue = "cpu",
            description = "Where to compute (default ${DEFAULT-VALUE}).")
    private String device = "cpu";

    @Option(names = "--resume", description = "Go on with the training in --out.")
    private boolean resume;

    /// The result as JSON.
    record Trained(String folder, long steps, long tokens, double trainingLoss,
                   double validationLoss) {}

    @Override
    public Integer call() throws IOException {
        Backends.use(Backends.named(device));
        BpeTokenizer vocabulary = resume ? Tokenizers.load(tokenizerFolder()) : begin();
        Corpus corpus = Corpus.in(dataFolder());
        PretrainingSettings settings = resume ? PretrainingSettings.read(out)
                : settings(TokenSequence.map(corpus.training()).size());
        showPlan(settings, vocabulary.vocabSize());
        settings.write(out);
        PretrainingRun run = new PretrainingRun(settings, vocabulary, corpus, out);
        if (resume) {
            common.err().println(run.resume().map(step -> "Goes on after step " + step + ".")
                    .orElse("There is no checkpoint yet: begins anew."));
        }
        return train(run, settings);
    }

    /// Cuts and encodes the data, and learns a vocabulary if none is given.
    private BpeTokenizer begin() throws IOException {
        if (data == null) {
            throw new IllegalArgumentException("A training needs a text: --data F.");
        }
        requireEmpty();
        GptConfig model = Preset.named(preset).config();
        Corpus.Texts texts = Corpus.cut(data, dataFolder());
        BpeTokenizer vocabulary = tokenizer != null ? TokenizerChoice.load(tokenizer)
                : learn(texts, vocabSize != null ? vocabSize : model.vocabSize());
        Tokenizers.save(vocabulary, tokenizerFolder());
        Corpus.encode(texts, vocabulary, dataFolder());
        Files.delete(texts.training());
        Files.delete(texts.validation());
        return vocabulary;
    }

    private void requireEmpty() throws IOException {
        if (Files.isDirectory(out)) {
            try (Stream<Path> entries = Files.list(out)) {
                if (entries.findAny().isPresent()) {
                    throw new IllegalArgumentException("The folder to write must be new or empty, "
                            + "got " + out + "; --resume goes on with a training in it.");
                }
            }
        }
    }

    private BpeTokenizer learn(Corpus.Texts texts, int size) throws IOException {
        try (Progress progress = common.progress("Learning merges", "tokens", size)) {
            return BpeTrainer.ofSize(size).reportingTo((n, _) -> progress.reached(n, ""))
                    .train(texts.training());
        }
    }

    private Path dataFolder() {
        return out.resolve("data");
    }

    private Path tokenizerFolder() {
        return out.resolve("tokenizer");
    }

    private PretrainingSettings settings(long tokens) {
        Preset chosen = Preset.named(preset);
        int contextTokens = context != null ? context : chosen.config().contextLength();
        int examples = batch != null ? batch : chosen.batch();
        long perStep = (long) contextTokens * examples * accumulate;
        int total = steps != null ? steps
                : (int) Math.max(1, Math.round(epochs * tokens / perStep));
        return new PretrainingSettings(preset, contextTokens, examples, total,
                learningRate != null ? learningRate : chosen.learningRate(),
                warmup != null ? warmup : Math.min(100, total / 10), weightDecay, gradientClip,
                accumulate, seed, evalEvery != null ? evalEvery : Math.max(1, total / 10),
                saveEvery);
    }

    private void showPlan(PretrainingSettings settings, int size) {
        GptConfig model = settings.model(size);
        double speed = Plan.calibrate(model, settings.batch(), settings.context(),
                CALIBRATION_SECONDS);
        Plan plan = Plan.of(model, settings.batch(), settings.context(), settings.tokens(), speed);
        common.err().printf("%,d parameters, about %,d MiB, %,d steps, about %s.%n",
                plan.parameters(), plan.totalBytes() >> 20, settings.steps(),
                Duration.ofMinutes(plan.minutes()));
        plan.requireFits(Machine.availableBytes());
    }

    private int train(PretrainingRun run, PretrainingSettings settings) throws IOException {
        CountDownLatch saved = new CountDownLatch(1);
        Thread stop = new Thread(() -> {
            run.trainer().requestStop();
            try {
                saved.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(stop);
        try (Progress progress = common.progress("Training", "steps", settings.steps())) {
            StepReport report = new StepReport(run.trainer(), common.err());
            run.train(row -> {
                progress.reached(row.step(), report.note(row));
                report.showSample(row);
            });
            if (!run.trainer().finished()) {
                common.err().printf("Stopped after step %d and saved. Go on with: ./llm pretrain "
                        + "--out %s --resume%n", run.trainer().step(), out);
                return INTERRUPTED;
            }
            finish(run);
            return Llm.SUCCESS;
        } finally {
            saved.countDown();
            removeHook(stop);
        }
    }

    private static void removeHook(Thread stop) {
        try {
            Runtime.getRuntime().removeShutdownHook(stop);
        } catch (IllegalStateException _) {
            // the JVM is ending already
        }
    }

    private void finish(PretrainingRun run) throws IOException {
        ModelFolder model = run.save(OptionalDouble.empty());
        var last = run.trainer().log().rows().getLast();
        Trained trained = new Trained(out.toString(), last.step(), last.tokens(),
                last.trainingLoss(), last.validationLoss());
        json.print(trained, common.out(), o -> o.printf(
                "%,d parameters after %,d tokens: validation loss %.3f, in %s%n",
                model.model().parameterCount(), trained.tokens, trained.validationLoss, out));
    }
}

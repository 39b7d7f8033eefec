package llm.tools.tour;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import llm.model.DecoderConfig;
import llm.pretrain.Plan;
import llm.pretrain.Preset;
import llm.pretrain.folder.PretrainedModel;
import llm.tales.TaleGenerator;
import llm.tales.TaleScore;
import llm.text.bpe.BpeTokenizer;
import llm.text.bpe.BpeTrainer;
import llm.text.dataset.Batch;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.Machine;
import llm.tools.cli.Progress;
import llm.tools.data.Corpus;
import llm.tools.train.PretrainingRun;
import llm.tools.train.PretrainingSettings;
import llm.tools.train.TrainingLock;
import llm.train.Trainer;
import llm.train.TrainingConfig;
import org.jspecify.annotations.Nullable;

/// The stages of the tour, each told in a few lines: data, tokens, model, training, writing.
final class Tour {
    private static final Preset PRESET = Preset.TINY;
    private static final double BYTES_PER_MINUTE = 2e6;
    private static final double LEAST_BYTES = 1e6;
    private static final double CALIBRATION_SECONDS = 5;
    private static final double SECONDS_AFTER_TRAINING = 12;
    private static final int LEAST_STEPS = 50;

    private final Settings settings;
    private final TourReport.Builder report = new TourReport.Builder();
    private final Narrator narrator;

    /// @param steps training steps; null for as many as fit into the minutes
    record Settings(double minutes, @Nullable Integer steps, Path out, long seed) {}

    Tour(Settings settings, CommonOptions common) {
        this.settings = settings;
        this.narrator = new Narrator(common, report);
    }

    TourReport run() throws IOException {
        try (TrainingLock _ = TrainingLock.take(settings.out.resolve("data"))) {
            return runAlone();
        }
    }

    private TourReport runAlone() throws IOException {
        TourStories stories = makeStories();
        BpeTokenizer tokenizer = learnTokens(stories);
        Corpus corpus = Corpus.encode(stories.texts(), tokenizer, stories.folder());
        PretrainingRun run = new PretrainingRun(plan(tokenizer), tokenizer, corpus,
                settings.out.resolve("model"));
        double floor = stories.floor(corpus);
        train(run, floor);
        PretrainedModel model = run.save(OptionalDouble.of(floor));
        report.chart(Files.readString(settings.out.resolve("model/loss.svg")));
        write(new TourWriting(model, settings.seed), stories);
        stories.deleteParts();
        return report.build(narrator.seconds());
    }

    private TourStories makeStories() throws IOException {
        narrator.stage("Stories", "A grammar of our own invents short stories. Names and things "
                + "stay the same through a story, so there is something to pay attention to.");
        long bytes = (long) Math.max(LEAST_BYTES, settings.minutes * BYTES_PER_MINUTE);
        TourStories stories = TourStories.make(settings.out.resolve("data"), settings.seed,
                bytes, narrator);
        narrator.fact("stories", "%,d".formatted(stories.statistics().entropy().stories()));
        narrator.fact("text", "%,.1f MB".formatted(stories.statistics().entropy().bytes() / 1e6));
        narrator.quote(TaleGenerator.of(settings.seed).tale(0).text());
        return stories;
    }

    private BpeTokenizer learnTokens(TourStories stories) throws IOException {
        narrator.stage("Tokens", "A model reads numbers. Byte-pair encoding joins the most "
                + "frequent neighbours until there are enough tokens.");
        int size = PRESET.config().vocabSize();
        BpeTokenizer tokenizer;
        try (Progress progress = narrator.progress("Learning merges", "tokens", size)) {
            tokenizer = BpeTrainer.ofSize(size).reportingTo((n, _) -> progress.reached(n, ""))
                    .train(stories.texts().training());
        }
        narrator.fact("tokens", "%,d, 256 of them bytes".formatted(tokenizer.vocabSize()));
        narrator.fact("for example", Arrays.stream(
                tokenizer.encode("Once there lived a gentle hedgehog in Wonderland."))
                .mapToObj(tokenizer::token).collect(Collectors.joining("|")));
        return tokenizer;
    }

    private PretrainingSettings plan(BpeTokenizer tokenizer) {
        narrator.stage("Model", "A GPT: every block lets the tokens look back (attention) and then "
                + "think for themselves (feed-forward).");
        DecoderConfig config = PRESET.config()
                .resized(tokenizer.vocabSize(), PRESET.config().layers());
        int context = config.contextLength();
        Plan.Step step = Plan.Step.of(config, PRESET.recipe(), PRESET.batch(), context);
        Plan.of(step, step.tokens(), 1).requireFits(Machine.availableBytes());
        double speed = Plan.calibrate(step, CALIBRATION_SECONDS);
        Plan oneStep = Plan.of(step, step.tokens(), speed);
        int steps = settings.steps != null ? settings.steps : stepsThatFit(60 * oneStep.minutes());
        narrator.fact("parameters", "%,d in %d blocks, %d wide".formatted(oneStep.parameters(),
                config.layers(), config.embDim()));
        narrator.fact("memory", "about %,d MiB".formatted(oneStep.totalBytes() >> 20));
        narrator.fact("this machine", "%,.0f GFLOP/s in training".formatted(speed / 1e9));
        narrator.fact("steps", "%,d of %d × %d tokens, largest learning rate %s".formatted(steps,
                PRESET.batch(), context, PRESET.learningRate()));
        narrator.fact("again with", "./llm tour --minutes %s --steps %d --seed %d".formatted(
                settings.minutes, steps, settings.seed));
        return PretrainingSettings.of(PRESET, steps, settings.seed);
    }

    /// Evaluations cost time too: a batch forward only is a third of a step.
    private int stepsThatFit(double secondsPerStep) {
        double seconds = 60 * settings.minutes - narrator.seconds() - SECONDS_AFTER_TRAINING;
        double evaluation = TrainingConfig.EVALUATIONS * Preset.EVAL_BATCHES / 3.0;
        return Math.max(LEAST_STEPS, (int) (seconds / secondsPerStep - evaluation));
    }

    private void train(PretrainingRun run, double floor) {
        narrator.stage("Training", "The model guesses every next token, and each mistake moves the "
                + "parameters a little.");
        Trainer<Batch> trainer = run.trainer();
        double before = trainer.evaluate();
        narrator.fact("before", perplexity(before));
        try (Progress progress = narrator.progress("Training", "steps",
                trainer.config().schedule().steps())) {
            run.train(run.report(progress));
        }
        double after = trainer.log().evaluations().getLast().validationLoss();
        narrator.fact("after", perplexity(after));
        narrator.fact("floor", perplexity(floor) + ", what chance the stories hold");
        report.losses(before, after, floor, trainer.log().rows().getLast());
    }

    private static String perplexity(double loss) {
        return String.format(Locale.ROOT, "loss %.3f nats per token, perplexity %.2f: as unsure as "
                + "among that many tokens", loss, Math.exp(loss));
    }

    private void write(TourWriting writing, TourStories stories) throws IOException {
        narrator.stage("Writing", "From the mark that begins a story, the model draws one token "
                + "after the other.");
        List<String> written = writing.write(narrator);
        written.stream().limit(3).forEach(narrator::quote);
        TourWriting.Scores scores = writing.score(written, stories);
        narrator.fact("the model", shares(scores.model()));
        narrator.fact("the grammar", shares(scores.grammar()));
        report.samples(written);
        report.scores(scores.model(), scores.grammar());
    }

    private static String shares(TaleScore score) {
        return String.format(Locale.ROOT, "names kept %.0f %%, things kept %.0f %%, "
                + "form kept %.0f %%, sentences known %.0f %%", 100 * score.names(), 100 * score.objects(),
                100 * score.form(), 100 * score.copied());
    }
}

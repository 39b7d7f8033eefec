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
import llm.tensor.backend.HostMemory;
import llm.text.bpe.BpeTokenizer;
import llm.text.dataset.Batch;
import llm.tools.cli.DiskRoom;
import llm.tools.cli.Progress;
import llm.tools.data.Corpus;
import llm.tools.data.Preparation;
import llm.tools.train.PretrainingRun;
import llm.tools.train.PretrainingSettings;
import llm.tools.train.StepReport;
import llm.train.Trainer;
import llm.train.TrainingConfig;

/// From nothing to a model that writes, each part told in a few lines: stories, tokens, model,
/// training, writing.
final class PretrainStage implements TourStage {
    private static final Preset PRESET = Preset.TINY;
    private static final double BYTES_PER_MINUTE = 2e6;
    private static final double LEAST_BYTES = 1e6;
    private static final double CALIBRATION_SECONDS = 8;
    private static final double SECONDS_AFTER_TRAINING = 12;
    private static final int LEAST_STEPS = 50;

    /// The result; shares between 0 and 1.
    ///
    /// @param loss     on the validation stories, in nats per token
    /// @param floor    the loss that no model can beat on average
    /// @param names    stories in which everybody was introduced and stays who they are
    /// @param mentions names said that belong to the story
    /// @param things   stories in which things stay what they are
    /// @param form     stories that begin, end and are spelled like one
    record Pretrained(double loss, double floor, double names, double mentions, double things,
                      double form, int steps, double gflops, double seconds) {}

    @Override
    public String name() {
        return "pretrain";
    }

    @Override
    public Outcome run(Settings settings, Narrator narrator) throws IOException {
        return new Run(settings, narrator).run();
    }

    /// The stage at work.
    private record Run(Settings settings, Narrator narrator) {

        Outcome run() throws IOException {
            double start = narrator.seconds();
            TourStories stories = makeStories();
            BpeTokenizer tokenizer = learnTokens(stories);
            Corpus corpus = Corpus.encode(stories.texts(), tokenizer, stories.folder());
            Plan.Step step = Plan.Step.of(config(tokenizer), PRESET.recipe(), PRESET.batch(),
                    PRESET.config().contextLength());
            Plan plan = Plan.of(step, step.tokens(), 1);
            plan.requireFits(HostMemory.availableBytes());
            DiskRoom.require(settings.out(), plan.diskBytes(), "the model and its checkpoints");
            double speed = describe(step);
            int steps = settings.steps() != null ? settings.steps() : stepsThatFit(step, speed);
            PretrainingRun run = new PretrainingRun(plan(steps), tokenizer, corpus,
                    settings.out().resolve("model"));
            Growth growth = new Growth(run.model(), tokenizer, settings.seed() + 1, steps);
            double floor = stories.floor(corpus);
            double before = train(run, growth, floor);
            PretrainedModel model = run.save(OptionalDouble.of(floor));
            TourWriting writing = new TourWriting(model, settings.seed());
            List<String> written = write(writing);
            TourWriting.Scores scores = score(writing, written, stories);
            stories.deleteParts();
            PretrainSection section = new PretrainSection(run.trainer().log(), before, floor,
                    Files.readString(settings.out().resolve("model/loss.svg")), growth, written,
                    scores, new ModelPictures(model, settings.seed() + 1), narrator.table());
            return new Outcome(result(section, speed, narrator.seconds() - start), section.html());
        }

        private Pretrained result(PretrainSection section, double speed, double seconds) {
            TaleScore score = section.scores().model();
            return new Pretrained(section.loss(), section.floor(), score.names(),
                    score.mentionsRight(), score.objects(), score.form(),
                    section.log().rows().size(), speed / 1e9, seconds);
        }

        private TourStories makeStories() throws IOException {
            narrator.part("Stories", "A grammar of our own invents short stories. Names and things "
                    + "stay the same through a story, so there is something to pay attention to.");
            Path folder = settings.out().resolve("data");
            long bytes = (long) Math.max(LEAST_BYTES, settings.minutes() * BYTES_PER_MINUTE);
            TourStories stories = TourStories.make(folder, settings.seed(), bytes, narrator);
            narrator.fact("stories", "%,d".formatted(stories.statistics().entropy().stories()));
            narrator.fact("text",
                    "%,.1f MB".formatted(stories.statistics().entropy().bytes() / 1e6));
            narrator.quote(TaleGenerator.of(settings.seed()).tale(0).text());
            return stories;
        }

        private BpeTokenizer learnTokens(TourStories stories) throws IOException {
            narrator.part("Tokens", "A model reads numbers. Byte-pair encoding joins the most "
                    + "frequent neighbours until there are enough tokens.");
            int size = PRESET.config().vocabSize();
            BpeTokenizer tokenizer = Preparation.learnMerges(stories.texts().training(), size,
                    narrator::progress);
            narrator.fact("tokens", "%,d, 256 of them bytes".formatted(tokenizer.vocabSize()));
            narrator.fact("for example", Arrays.stream(
                    tokenizer.encode("Once there lived a gentle hedgehog in Wonderland."))
                    .mapToObj(tokenizer::token).collect(Collectors.joining("|")));
            return tokenizer;
        }

        private static DecoderConfig config(BpeTokenizer tokenizer) {
            return PRESET.config().resized(tokenizer.vocabSize(), PRESET.config().layers());
        }

        /// Tells about the model, and measures how fast this machine trains it.
        ///
        /// @return floating-point operations per second
        private double describe(Plan.Step step) {
            narrator.part("Model", "Every block lets the tokens look back (attention) and then "
                    + "think for themselves (feed-forward). It is a Qwen3 in small.");
            double speed = Plan.calibrate(step, CALIBRATION_SECONDS);
            Plan oneStep = Plan.of(step, step.tokens(), speed);
            narrator.fact("parameters", "%,d in %d blocks, %d wide".formatted(
                    oneStep.parameters(), step.config().layers(), step.config().embDim()));
            narrator.fact("memory", "about %,d MiB".formatted(oneStep.totalBytes() >> 20));
            narrator.fact("this machine", "%,.0f GFLOP/s in training".formatted(speed / 1e9));
            return speed;
        }

        private PretrainingSettings plan(int steps) {
            narrator.fact("steps", "%,d of %d × %d tokens, largest learning rate %s".formatted(
                    steps, PRESET.batch(), PRESET.config().contextLength(),
                    PRESET.learningRate()));
            narrator.fact("again with", "./llm tour --minutes %s --steps %d --seed %d".formatted(
                    settings.minutes(), steps, settings.seed()));
            return PretrainingSettings.of(PRESET, steps, settings.seed());
        }

        /// Evaluations cost time too: a batch forward only is a third of a step.
        private int stepsThatFit(Plan.Step step, double speed) {
            double secondsPerStep = 60 * Plan.of(step, step.tokens(), speed).minutes();
            double seconds = 60 * settings.minutes() - narrator.seconds() - SECONDS_AFTER_TRAINING;
            double evaluation = TrainingConfig.EVALUATIONS * Preset.EVAL_BATCHES / 3.0;
            return Math.max(LEAST_STEPS, (int) (seconds / secondsPerStep - evaluation));
        }

        /// @return the validation loss before
        private double train(PretrainingRun run, Growth growth, double floor) {
            narrator.part("Training", "The model guesses every next token, and each mistake moves "
                    + "the parameters a little.");
            Trainer<Batch> trainer = run.trainer();
            double before = trainer.evaluate();
            narrator.fact("before", perplexity(before));
            try (Progress progress = narrator.progress("Training", "steps",
                    trainer.config().schedule().steps())) {
                StepReport report = run.report(progress);
                run.train(row -> {
                    report.onStep(row);
                    growth.onStep(row.step());
                });
            }
            narrator.fact("after",
                    perplexity(trainer.log().evaluations().getLast().validationLoss()));
            narrator.fact("floor", perplexity(floor) + ", what chance the stories hold");
            return before;
        }

        private static String perplexity(double loss) {
            return String.format(Locale.ROOT, "loss %.3f nats per token, perplexity %.2f: as unsure "
                    + "as among that many tokens", loss, Math.exp(loss));
        }

        private List<String> write(TourWriting writing) {
            narrator.part("Writing", "From the mark that begins a story, the model draws one token "
                    + "after the other.");
            List<String> written = writing.write(narrator);
            written.stream().limit(3).forEach(narrator::quote);
            return written;
        }

        private TourWriting.Scores score(TourWriting writing, List<String> written,
                                         TourStories stories) throws IOException {
            TourWriting.Scores scores = writing.score(written, stories);
            narrator.fact("the model", shares(scores.model()));
            narrator.fact("the grammar", shares(scores.grammar()));
            return scores;
        }

        private static String shares(TaleScore score) {
            return String.format(Locale.ROOT, "names kept %.0f %%, mentions right %.1f %%, things "
                    + "kept %.0f %%, form kept %.0f %%, sentences known %.0f %%",
                    100 * score.names(), 100 * score.mentionsRight(), 100 * score.objects(),
                    100 * score.form(), 100 * score.copied());
        }
    }
}

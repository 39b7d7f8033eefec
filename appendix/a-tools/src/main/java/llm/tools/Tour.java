package llm.tools;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import llm.model.Generation;
import llm.model.GptConfig;
import llm.model.Sampler;
import llm.pretrain.ModelFolder;
import llm.pretrain.Plan;
import llm.pretrain.Preset;
import llm.pretrain.Trainer;
import llm.tales.SentenceIndex;
import llm.tales.Split;
import llm.tales.Tale;
import llm.tales.TaleGenerator;
import llm.tales.TaleScore;
import llm.tales.TaleScorer;
import llm.tales.TaleStatistics;
import llm.tensor.RandomState;
import llm.text.BpeTokenizer;
import llm.text.BpeTrainer;
import llm.text.TokenSequence;
import org.jspecify.annotations.Nullable;

/// The stages of the tour, each told in a few lines: data, tokens, model, training, writing.
final class Tour {
    private static final int VOCABULARY = 1_024;
    private static final int CONTEXT = 256;
    private static final int BATCH = 8;
    private static final long BYTES_PER_MINUTE = 2_000_000;
    private static final double CALIBRATION_SECONDS = 5;
    private static final double SECONDS_AFTER_TRAINING = 20;
    private static final int SCORED_STORIES = 8;
    private static final int LONGEST_STORY = 400;
    private static final Sampler SAMPLER = Sampler.of(new Sampler.Options(OptionalDouble.empty(),
            OptionalDouble.of(0.8), OptionalInt.empty(), OptionalDouble.of(0.95),
            OptionalDouble.empty()));

    private final Settings settings;
    private final CommonOptions common;
    private final PrintWriter out;
    private final long start = System.nanoTime();
    private final TourReport.Builder report = new TourReport.Builder();

    /// @param steps training steps; null for as many as fit into the minutes
    record Settings(double minutes, @Nullable Integer steps, Path out, long seed) {}

    Tour(Settings settings, CommonOptions common) {
        this.settings = settings;
        this.common = common;
        this.out = common.out();
    }

    TourReport run() throws IOException {
        Stories stories = makeStories();
        BpeTokenizer tokenizer = learnTokens(stories);
        Corpus corpus = Corpus.encode(stories.texts, tokenizer, stories.folder);
        double floor = stories.statistics.entropy(Split.VALIDATION)
                .perToken(TokenSequence.map(corpus.validation()).size());
        PretrainingSettings training = plan(tokenizer);
        PretrainingRun run = new PretrainingRun(training, tokenizer, corpus,
                settings.out.resolve("model"));
        train(run, training, floor);
        ModelFolder model = run.save(OptionalDouble.of(floor));
        report.chart(Files.readString(settings.out.resolve("model/loss.svg")));
        write(model, stories);
        report.machine(seconds());
        return report.build();
    }

    /// The corpus on disk, cut in two.
    private record Stories(Path folder, Corpus.Texts texts, TaleStatistics statistics) {}

    private Stories makeStories() throws IOException {
        stage("1", "Stories", "A grammar of our own invents short stories. Names and things stay the "
                + "same through a story, so there is something to pay attention to.");
        Path folder = settings.out.resolve("data");
        Path file = folder.resolve("tales.txt");
        long bytes = (long) Math.max(1, settings.minutes) * BYTES_PER_MINUTE;
        TaleStatistics statistics;
        try (Progress progress = common.progress("Telling stories", "bytes", bytes)) {
            statistics = TaleGenerator.of(settings.seed)
                    .writeTo(file, bytes, done -> progress.reached(Math.min(done, bytes), ""));
        }
        fact("stories", "%,d".formatted(statistics.entropy().stories()));
        fact("text", "%,.1f MB".formatted(statistics.entropy().bytes() / 1e6));
        quote(firstStory());
        return new Stories(folder, Corpus.cut(file, folder), statistics);
    }

    private String firstStory() {
        String text = TaleGenerator.of(settings.seed).tale(0).text();
        return text.substring(0, text.indexOf('\n') < 0 ? text.length() : text.indexOf('\n'));
    }

    private BpeTokenizer learnTokens(Stories stories) throws IOException {
        stage("2", "Tokens", "A model reads numbers. Byte-pair encoding joins the most frequent "
                + "neighbours until there are enough tokens.");
        BpeTokenizer tokenizer;
        try (Progress progress = common.progress("Learning merges", "tokens", VOCABULARY)) {
            tokenizer = BpeTrainer.ofSize(VOCABULARY)
                    .reportingTo((n, _) -> progress.reached(n, ""))
                    .train(stories.texts.training());
        }
        int[] ids = tokenizer.encode("Once there lived a gentle hedgehog.");
        List<String> pieces = new ArrayList<>();
        for (int id : ids) {
            pieces.add(tokenizer.token(id));
        }
        fact("tokens", "%,d, 256 of them bytes".formatted(tokenizer.vocabSize()));
        fact("for example", String.join("|", pieces));
        return tokenizer;
    }

    private PretrainingSettings plan(BpeTokenizer tokenizer) {
        stage("3", "Model", "A GPT: every block lets the tokens look back (attention) and then think "
                + "for themselves (feed-forward).");
        Preset preset = Preset.TINY;
        GptConfig config = preset.config().withVocabSize(tokenizer.vocabSize())
                .withContextLength(CONTEXT);
        double speed = Plan.calibrate(config, BATCH, CONTEXT, CALIBRATION_SECONDS);
        Plan oneStep = Plan.of(config, BATCH, CONTEXT, (long) BATCH * CONTEXT, speed);
        oneStep.requireFits(Machine.availableBytes());
        double secondsLeft = settings.minutes * 60 - seconds() - SECONDS_AFTER_TRAINING;
        int steps = settings.steps != null ? settings.steps
                : Math.max(20, (int) (0.9 * secondsLeft / (oneStep.minutes() * 60)));
        fact("parameters", "%,d in %d blocks, %d wide".formatted(oneStep.parameters(),
                config.layers(), config.embDim()));
        fact("memory", "about %,d MiB".formatted(oneStep.totalBytes() >> 20));
        fact("this machine", "%,.0f GFLOP/s in training".formatted(speed / 1e9));
        fact("steps", "%,d of %d × %d tokens%s".formatted(steps, BATCH, CONTEXT,
                settings.steps == null ? " (again with --steps " + steps + ")" : ""));
        return new PretrainingSettings(preset.name(), CONTEXT, BATCH, steps,
                preset.learningRate(), Math.min(100, steps / 10), 0.1, 1, 1, settings.seed,
                Math.max(1, steps / 10), 0);
    }

    private void train(PretrainingRun run, PretrainingSettings training, double floor) {
        stage("4", "Training", "The model guesses every next token, and each mistake moves the "
                + "parameters a little.");
        Trainer trainer = run.trainer();
        double before = trainer.evaluate();
        fact("before", perplexity(before));
        try (Progress progress = common.progress("Training", "steps", training.steps())) {
            run.train(run.report(progress));
        }
        double after = trainer.log().evaluations().getLast().validationLoss();
        fact("after", perplexity(after));
        fact("floor", perplexity(floor) + ", what chance the stories hold");
        report.losses(before, after, floor, trainer.log().rows().getLast());
    }

    private static String perplexity(double loss) {
        return "loss %.3f nats per token: as unsure as among %.1f tokens".formatted(loss,
                Math.exp(loss));
    }

    private void write(ModelFolder model, Stories stories) throws IOException {
        stage("5", "Writing", "From the mark that begins a story, the model draws one token after the "
                + "other.");
        List<String> written = new ArrayList<>();
        int[] prompt = {model.tokenizer().orElseThrow().endOfText().orElseThrow()};
        Generation generation = new Generation(model.model(), SAMPLER, LONGEST_STORY,
                Set.of(prompt[0]));
        try (Progress progress = common.progress("Writing", "stories", SCORED_STORIES)) {
            for (int i = 0; i < SCORED_STORIES; i++) {
                int[] ids = generation.generate(prompt, new RandomState(settings.seed + i));
                written.add(model.tokenizer().get().decode(ids));
                progress.reached(i + 1, "");
            }
        }
        written.stream().limit(2).forEach(this::quote);
        report.samples(written);
        score(written, stories);
    }

    /// Holds the model's stories against rules, and against new stories of the grammar itself.
    private void score(List<String> written, Stories stories) throws IOException {
        TaleScorer scorer;
        try (var training = documents(stories.texts.training())) {
            scorer = TaleScorer.of(SentenceIndex.of(training));
        }
        List<String> fresh = TaleGenerator.of(settings.seed + 1).stream().limit(100)
                .map(Tale::text).toList();
        TaleScore model = scorer.score(written);
        TaleScore grammar = scorer.score(fresh);
        fact("the model", shares(model));
        fact("the grammar", shares(grammar));
        report.scores(model, grammar);
        Files.delete(stories.texts.training());
        Files.delete(stories.texts.validation());
    }

    private static java.util.stream.Stream<String> documents(Path file) throws IOException {
        var scanner = new java.util.Scanner(Files.newBufferedReader(file))
                .useDelimiter("\\Q" + Tale.SEPARATOR.strip() + "\\E");
        return scanner.tokens().onClose(scanner::close);
    }

    private static String shares(TaleScore score) {
        return "names kept %.0f %%, things kept %.0f %%, whole stories %.0f %%, sentences known %.0f %%"
                .formatted(100 * score.names(), 100 * score.objects(), 100 * score.form(),
                        100 * score.copied());
    }

    private double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }

    private void stage(String number, String title, String text) {
        out.printf("%n%s  %s%n   %s%n", number, title, text);
        out.flush();
        report.stage(title, text, seconds());
    }

    private void fact(String name, String value) {
        out.printf("   %-12s %s%n", name, value);
        out.flush();
        report.fact(name, value);
    }

    private void quote(String text) {
        text.lines().forEach(line -> out.printf("   │ %s%n", line));
        out.println();
        out.flush();
    }
}

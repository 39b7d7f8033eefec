package llm.tools.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import llm.pretrain.Plan;
import llm.tensor.backend.HostMemory;
import llm.text.Tokenizer;
import llm.text.dataset.TokenSequence;
import llm.text.files.Tokenizers;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.DeviceOption;
import llm.tools.cli.DiskRoom;
import llm.tools.cli.ExitCode;
import llm.tools.cli.HumanReadable;
import llm.tools.cli.JsonOption;
import llm.tools.cli.Progress;
import llm.tools.cli.StopSignal;
import llm.tools.data.Corpus;
import llm.tools.data.Preparation;
import llm.train.StagedFolder;
import llm.train.TrainingLog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Trains a model on a text.
@Command(
        description = {"", "Writes a model folder in Hugging Face's layout, the log as CSV, and "
                + "the loss as a picture. Ctrl-C saves; --resume goes on."},
        footer = {"", "Examples:",
                "  ./llm pretrain --data datasets/tales/tales-200k.txt --out out/tiny \\",
                "      --steps 1000",
                "  ./llm pretrain --out out/tiny --resume"})
public final class PretrainCommand implements Callable<Integer> {
    private static final int INTERRUPTED = 130;
    private static final double CALIBRATION_SECONDS = 2;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private PretrainingOptions options = new PretrainingOptions();

    @Mixin
    private SourceOptions sources = new SourceOptions();

    @Option(names = "--out", required = true, paramLabel = "DIR",
            description = "The folder to write.")
    private Path out = Path.of("");

    @Mixin
    private DeviceOption device = new DeviceOption();

    @Option(names = "--resume", description = "Go on with the training in --out.")
    private boolean resume;

    /// The result as JSON.
    record Trained(String folder, long steps, long tokens, double trainingLoss,
                   double validationLoss) {}

    @Override
    public Integer call() throws IOException {
        PretrainingFolder folder = new PretrainingFolder(out);
        if (!isResumed()) {
            sources.data();                                 // before anything is written
            options.preset();
            folder.requireFreeOrLocked();
        }
        try (TrainingLock _ = TrainingLock.take(folder.data())) {
            StagedFolder.deleteRemains(out);
            return isResumed() ? goOn(folder) : begin(folder);
        }
    }

    private boolean isResumed() {
        return resume && PretrainingSettings.isIn(out);
    }

    private int begin(PretrainingFolder folder) throws IOException {
        Tokenizer vocabulary = prepare(folder);
        Corpus corpus = Corpus.in(folder.data());
        PretrainingSettings settings =
                options.settings(TokenSequence.map(corpus.training()).size());
        showPlan(settings, vocabulary.vocabSize());
        PretrainingRun run = new PretrainingRun(settings, vocabulary, corpus, out);
        settings.write(out);
        return train(run, settings);
    }

    private int goOn(PretrainingFolder folder) throws IOException {
        PretrainingSettings settings = PretrainingSettings.read(out);
        Corpus corpus = Corpus.in(folder.data());
        options.requireAgreement(settings, TokenSequence.map(corpus.training()).size());
        sources.requireAgreement(folder);
        Optional<TrainingLog> log = TrainingRun.completed(settings.training(), out);
        if (log.isPresent()) {
            common.err().println("This training is complete already.");
            TrainingRun.drawMissing(log.get(), out);
            show(settings.training().result(log.get()));
            return ExitCode.SUCCESS;
        }
        PretrainingRun run = new PretrainingRun(settings, Tokenizers.load(folder.tokenizer()),
                corpus, out);
        common.err().println(run.resume().map(step -> "Goes on after step " + step + ".")
                .orElse("There is no checkpoint yet: begins anew."));
        return train(run, settings);
    }

    private Tokenizer prepare(PretrainingFolder folder) throws IOException {
        folder.requireFree();
        Path data = sources.data();
        int size = sources.vocabSize(options.preset().config().vocabSize());
        Optional<Tokenizer> given = sources.tokenizer();
        Tokenizer vocabulary = folder.prepare(data,
                texts -> given.isPresent() ? given.get()
                        : Preparation.learnMerges(texts.training(), size, common::progress));
        PretrainingSources.of(folder, data, size).write(folder);
        return vocabulary;
    }

    private void showPlan(PretrainingSettings settings, int size) throws IOException {
        Plan.Step step = settings.step(size);
        Plan counted = Plan.of(step, settings.tokens(), 1);
        counted.requireFits(HostMemory.availableBytes());
        DiskRoom.require(out, counted.diskBytes(), "the model and its checkpoints");
        double speed = Plan.calibrate(step, CALIBRATION_SECONDS);
        common.err().printf("%,d parameters, about %,d MiB, %,d steps, about %s.%n",
                counted.parameters(), counted.totalBytes() >> 20, settings.training().steps(),
                HumanReadable.minutes(counted.minutes() / speed));
    }

    private int train(PretrainingRun run, PretrainingSettings settings) throws IOException {
        try (StopSignal _ = new StopSignal(run.trainer()::requestStop);
             Progress progress = common.progress("Training", "steps",
                     settings.training().steps())) {
            run.train(run.report(progress));
            if (!run.trainer().finished()) {
                progress.tell(("Stopped after step %d and saved. Go on with: ./llm pretrain "
                        + "--out %s --resume").formatted(run.trainer().steps(), out));
                return INTERRUPTED;
            }
            run.save(OptionalDouble.empty());
        }
        run.advice().ifPresent(common.err()::println);
        run.notice().ifPresent(common.err()::println);
        show(run.result());
        return ExitCode.SUCCESS;
    }

    private void show(TrainingLog.Row step) {
        Trained trained = new Trained(out.toString(), step.step(), step.tokens(),
                step.trainingLoss(), step.validationLoss());
        json.print(trained, common.out(), o -> o.printf(
                "%,d steps, %,d tokens: validation loss %.3f, in %s%n", trained.steps,
                trained.tokens, trained.validationLoss, out));
    }
}

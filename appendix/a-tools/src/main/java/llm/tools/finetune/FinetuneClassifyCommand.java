package llm.tools.finetune;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import llm.classify.LabeledSplit;
import llm.tensor.Backends;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.JsonOption;
import llm.tools.cli.Progress;
import llm.tools.cli.StopSignal;
import llm.tools.train.TrainingLock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Teaches a model to tell classes of texts apart.
@Command(
        name = "classify",
        header = "Teach a model to tell classes of texts apart.",
        synopsisHeading = "Usage: ",
        optionListHeading = "%nOptions:%n",
        description = {"", "Writes a classifier in Hugging Face's layout, its accuracy, the log as "
                + "CSV, and curves as pictures. Ctrl-C saves; --resume goes on."},
        footer = {"", "Examples:",
                "  ./llm finetune classify --model out/tour/model --data sms.tsv --balance "
                        + "undersample --out out/spam",
                "  ./llm finetune classify --out out/spam --resume"})
final class FinetuneClassifyCommand implements Callable<Integer> {
    private static final int INTERRUPTED = 130;
    private static final String DATA = "data";

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private ClassifierOptions options = new ClassifierOptions();

    @Option(names = "--out", required = true, paramLabel = "DIR",
            description = "The folder to write.")
    private Path out = Path.of("");

    @Option(names = "--device", paramLabel = "NAME", defaultValue = "cpu",
            description = "Where to compute (default ${DEFAULT-VALUE}).")
    private String device = "cpu";

    @Option(names = "--resume", description = "Go on with the training in --out.")
    private boolean resume;

    @Override
    public Integer call() throws IOException {
        Backends.use(Backends.named(device));
        boolean begun = resume && ClassifierSettings.isIn(out);
        if (!begun) {
            options.requireSource();                        // before anything is written
            FinetuningFolder.requireFree(out);
        }
        try (TrainingLock _ = TrainingLock.take(out.resolve(DATA))) {
            return begun ? goOn() : begin();
        }
    }

    private int begin() throws IOException {
        LabeledSplit texts = LabeledParts.of(options.source(), common.err());
        ClassifierSettings settings = options.settings(texts.train().size());
        ClassifierRun run = new ClassifierRun(settings, texts,
                options.loadOptions(settings.dtype(), common.err()), out);
        LabeledParts.write(texts, out.resolve(DATA));
        settings.write(out);
        common.err().printf("%,d texts to learn from, %,d to validate with, %,d to test with; "
                        + "%,d parameters learn, %,d steps.%n", texts.train().size(),
                texts.validation().size(), texts.test().size(), run.learning(),
                settings.training().steps());
        if (run.cut() > 0) {
            common.err().printf("Cut %,d texts that are longer than the model can look at.%n",
                    run.cut());
        }
        return train(run, settings);
    }

    private int goOn() throws IOException {
        ClassifierSettings settings = ClassifierSettings.read(out);
        LabeledSplit texts = LabeledParts.read(out.resolve(DATA));
        options.requireAgreement(settings, texts.train().size());
        Optional<FinetunedClassifier> result = FinetunedClassifier.in(out);
        if (result.isPresent()) {
            common.err().println("This training is complete already.");
            show(result.get());
            return ExitCode.SUCCESS;
        }
        ClassifierRun run = new ClassifierRun(settings, texts,
                options.loadOptions(settings.dtype(), common.err()), out);
        common.err().println(run.resume().map(step -> "Goes on after step " + step + ".")
                .orElse("There is no checkpoint yet: begins anew."));
        return train(run, settings);
    }

    private int train(ClassifierRun run, ClassifierSettings settings) throws IOException {
        try (StopSignal _ = new StopSignal(run.trainer()::requestStop);
             Progress progress = common.progress("Training", "steps",
                     settings.training().steps())) {
            run.train(progress);
            if (!run.trainer().finished()) {
                progress.tell(("Stopped after step %d and saved. Go on with: ./llm finetune "
                        + "classify --out %s --resume").formatted(run.trainer().steps(), out));
                return INTERRUPTED;
            }
        }
        FinetunedClassifier result = run.save();
        run.advice().ifPresent(common.err()::println);
        if (!Files.exists(out.resolve("model.safetensors"))) {
            common.err().printf("The base is kept in %s, so the adapter in %s is not merged: use it "
                    + "with --adapter.%n", settings.dtype(), out.resolve("adapter"));
        }
        show(result);
        return ExitCode.SUCCESS;
    }

    private void show(FinetunedClassifier result) {
        json.print(result, common.out(), result::print);
    }
}

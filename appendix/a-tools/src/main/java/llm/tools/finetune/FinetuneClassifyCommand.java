package llm.tools.finetune;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import llm.classify.LabeledSplit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Teaches a model to tell classes of texts apart.
@Command(
        name = "classify",
        header = "Teach a model to tell classes of texts apart.",
        synopsisHeading = "Usage: ",
        optionListHeading = "%nOptions:%n",
        description = {"", "Writes a classifier in Hugging Face's layout, its accuracy, the log as "
                + "CSV, and curves as pictures. Ctrl-C saves; --resume goes on."},
        footer = {"", "Examples:",
                "  ./llm finetune classify --model out/tour/model \\",
                "      --data datasets/spam/sms.tsv --balance undersample --out out/spam",
                "  ./llm finetune classify --out out/spam --resume"})
public final class FinetuneClassifyCommand
        implements Callable<Integer>, FinetuneFlow.Task<FinetunedClassifier> {
    @Mixin
    private FinetuneFlow flow = new FinetuneFlow();

    @Mixin
    private ClassifierOptions options = new ClassifierOptions();

    @Override
    public Integer call() throws IOException {
        return flow.run(this);
    }

    @Override
    public String word() {
        return "classify";
    }

    @Override
    public void requireSource() {
        options.requireSource();
    }

    @Override
    public ClassifierRun begin(FinetuningFolder folder, PrintWriter err) throws IOException {
        LabeledSplit texts = LabeledParts.of(options.source(), err);
        ClassifierSettings settings = options.settings(texts.train().size());
        ClassifierRun run = run(settings, texts, folder, err);
        LabeledParts.write(texts, folder.data());
        folder.writeSettings(settings);
        return run;
    }

    @Override
    public Optional<FinetunedClassifier> completed(FinetuningFolder folder) throws IOException {
        options.requireAgreement(folder.settings(ClassifierSettings.class),
                texts(folder).train().size());
        return folder.result(FinetunedClassifier.class);
    }

    @Override
    public ClassifierRun open(FinetuningFolder folder, PrintWriter err) throws IOException {
        return run(folder.settings(ClassifierSettings.class), texts(folder), folder, err);
    }

    private static LabeledSplit texts(FinetuningFolder folder) throws IOException {
        return LabeledParts.read(folder.data());
    }

    private ClassifierRun run(ClassifierSettings settings, LabeledSplit texts, FinetuningFolder folder,
                              PrintWriter err) throws IOException {
        return new ClassifierRun(settings, texts, BaseOptions.loadOptions(settings.dtype(), err),
                folder.path());
    }
}

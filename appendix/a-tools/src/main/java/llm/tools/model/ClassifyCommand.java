package llm.tools.model;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import llm.classify.AdaptedClassifier;
import llm.classify.Prediction;
import llm.classify.TextClassifier;
import llm.pretrain.folder.ClassifierModel;
import llm.pretrain.folder.LoadOptions;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.JsonOption;
import llm.tools.cli.ModelPath;
import llm.tools.cli.WrongUsage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Tells what kind of text something is.
@Command(
        description = {"", "Reads one text from the command line, or each line of a file or of "
                + "standard input. Texts longer than the model can look at are cut at the end."},
        footer = {"", "Examples:",
                "  ./llm classify --model out/tour/classifier \\",
                "      \"You have won a prize, call now\"",
                "  echo \"See you at six\" > messages.txt",
                "  ./llm classify --model out/tour/classifier --file messages.txt --json",
                "  echo \"See you at six\" | ./llm classify --model out/tour/classifier"})
public final class ClassifyCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(names = "--model", required = true, paramLabel = "DIR|NAME",
            converter = ModelPath.class, completionCandidates = ModelPath.class,
            description = "A classifier's folder, or with --adapter that of a language model.")
    private Path model = Path.of("");

    @Mixin
    private AdapterOption adapter = new AdapterOption();

    @Mixin
    private DTypeOption dtype = new DTypeOption();

    @Option(names = "--file", paramLabel = "F", description = "A text in each line, in UTF-8.")
    private @Nullable Path file;

    @Parameters(arity = "0..1", paramLabel = "TEXT",
            description = "The text (default: each line of standard input).")
    private @Nullable String text;

    /// The result as JSON.
    record Classified(String label, Map<String, Double> probabilities) {}

    @Override
    public Integer call() throws IOException {
        if (text != null && file != null) {
            throw new WrongUsage("There must be a text or --file, got both.");
        }
        TextClassifier classifier = load();
        if (text != null) {
            tell(classifier, text, false);
            return ExitCode.SUCCESS;
        }
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(input(),
                StandardCharsets.UTF_8.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                tell(classifier, line, true);
            }
        }
        return ExitCode.SUCCESS;
    }

    private TextClassifier load() throws IOException {
        LoadOptions options = LoadOptions.of(dtype.dtype()).telling(common::notice);
        return adapter.folder().isPresent()
                ? AdaptedClassifier.load(model, adapter.folder().get(), options).classifier()
                : TextClassifier.of(ClassifierModel.load(model, options));
    }

    private InputStream input() throws IOException {
        return file == null ? System.in : Files.newInputStream(file);
    }

    /// @param among whether there are other texts, so that this one is repeated
    private void tell(TextClassifier classifier, String of, boolean among) {
        Prediction prediction = classifier.predict(of);
        json.print(new Classified(prediction.label(), prediction.byLabel()), common.out(), out ->
                out.printf("%s  %.1f %%%s%n", prediction.label(),
                        100 * prediction.probabilities()[prediction.number()],
                        among ? "  " + of : ""));
    }
}

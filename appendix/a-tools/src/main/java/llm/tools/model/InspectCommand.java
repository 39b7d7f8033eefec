package llm.tools.model;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import llm.pretrain.folder.LoadOptions;
import llm.pretrain.folder.ModelOutline;
import llm.tensor.backend.DType;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.Failure;
import llm.tools.cli.HumanReadable;
import llm.tools.cli.JsonOption;
import llm.tools.cli.ModelPath;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Says what a model is, without reading its weights.
@Command(
        description = {"", "Family, sizes, memory, tokenizer, what works with it and what does "
                + "not, and what of its files is passed over. Of a model that cannot be loaded, "
                + "why, and what could be done; that ends with exit code 1."},
        footer = {"", "Example:", "  ./llm inspect out/tour/model"})
public final class InspectCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Parameters(paramLabel = "DIR|NAME", converter = ModelPath.class,
            completionCandidates = ModelPath.class,
            description = "A model folder, a GGUF file or a llama2.c checkpoint.")
    private Path model = Path.of("");

    @Option(names = "--ignore-config", paramLabel = "FIELD",
            description = "Treat this field of config.json as if it were not there; may be given "
                    + "several times.")
    private List<String> ignored = List.of();

    /// The result as JSON.
    ///
    /// @param loads  whether the model can be loaded
    /// @param reason why it cannot, and `advice` what could be done; null if it can
    /// @param model  what it is; null if it cannot be loaded
    record Inspected(String path, boolean loads, @Nullable String reason, @Nullable String advice,
                     @Nullable Inspection model) {}

    @Override
    public Integer call() {
        Inspected inspected = inspect();
        json.print(inspected, common.out(), out -> show(inspected, out));
        return inspected.loads ? ExitCode.SUCCESS : ExitCode.FAILURE;
    }

    private Inspected inspect() {
        List<String> notices = new ArrayList<>();
        try {
            ModelOutline outline = ModelOutline.read(model,
                    new LoadOptions(DType.F32, Set.copyOf(ignored), notices::add));
            return new Inspected(model.toString(), true, null, null,
                    Inspection.of(outline, notices));
        } catch (IOException | UncheckedIOException | IllegalArgumentException
                 | IllegalStateException | UnsupportedOperationException refused) {
            String reason = Failure.sentence(refused);
            return new Inspected(model.toString(), false, reason, advice(reason), null);
        }
    }

    /// What could be done about a model that is refused.
    private static String advice(String reason) {
        if (reason.contains("does not exist") || reason.contains("There is no file")) {
            return "./llm data list shows which models ./llm data get can fetch.";
        }
        if (reason.contains("model_type") || reason.contains("architecture")) {
            return "Models of other families cannot be read; ./llm data list shows some of those "
                    + "that can.";
        }
        if (reason.contains("--ignore-config")) {
            return "Where a field does not matter to you, pass over it: --ignore-config FIELD.";
        }
        if (reason.contains("pytorch_model.bin")) {
            return "Load it with transformers and write it again with save_pretrained.";
        }
        return "Compare the files with those of its source, and fetch again what differs.";
    }

    private static void show(Inspected inspected, PrintWriter out) {
        if (inspected.model == null) {
            out.println("cannot be loaded: " + HumanReadable.line(inspected.reason));
            out.println("what could be done: " + inspected.advice);
            return;
        }
        Inspection model = inspected.model;
        row(out, "family", model.family() + ", in " + model.format());
        showSizes(model, out);
        row(out, "memory", "about " + model.memory().entrySet().stream()
                .map(e -> HumanReadable.bytes(e.getValue()) + " in " + e.getKey())
                .collect(Collectors.joining(", ")));
        row(out, "cache", "%d bytes for a token, %s for the whole context".formatted(
                model.cache().token(),
                HumanReadable.bytes(model.cache().whole())));
        showTokenizer(model, out);
        row(out, "works with", String.join("; ", model.supported()));
        model.unsupported().forEach(what -> row(out, "not with", what));
        row(out, "passed over", model.passedOver().isEmpty() ? "nothing"
                : String.join("; ", model.passedOver()));
    }

    private static void showSizes(Inspection model, PrintWriter out) {
        Inspection.Sizes sizes = model.sizes();
        row(out, "sizes", String.format(Locale.ROOT, "vocabulary %,d, context %,d, width %,d, "
                + "%d layers, %d heads of %d (%d key/value), inner width %,d%s", sizes.vocabSize(),
                sizes.contextLength(), sizes.embDim(), sizes.layers(), sizes.heads(),
                sizes.headDim(), sizes.kvHeads(), sizes.ffDim(),
                sizes.experts() > 0 ? " in each of " + sizes.experts() + " experts" : ""));
        long all = model.parameters().all();
        long active = model.parameters().active();
        row(out, "parameters", String.format(Locale.ROOT, "%,d", all)
                + (active < all ? String.format(Locale.ROOT, ", of which a token uses %,d", active)
                : ""));
    }

    private static void showTokenizer(Inspection model, PrintWriter out) {
        Inspection.Vocabulary vocabulary = model.tokenizer();
        if (vocabulary == null) {
            row(out, "tokenizer", (model.tokenizerFault() == null ? "none found"
                    : "cannot be used, since " + model.tokenizerFault())
                    + ": prompts must be token ids");
            return;
        }
        row(out, "tokenizer", String.format(Locale.ROOT, "%s, %,d tokens; chat template %s",
                vocabulary.kind(), vocabulary.vocabSize(),
                vocabulary.chatTemplate() ? "found" : "not found"));
        int more = vocabulary.specialCount() - vocabulary.special().size();
        row(out, "special", vocabulary.special().isEmpty() ? "none"
                : vocabulary.special().stream().map(HumanReadable::quoted)
                        .collect(Collectors.joining(", ")) + (more > 0 ? " and " + more + " more"
                        : ""));
    }

    private static void row(PrintWriter out, String name, String text) {
        out.printf("%-12s %s%n", name, HumanReadable.line(text));
    }
}

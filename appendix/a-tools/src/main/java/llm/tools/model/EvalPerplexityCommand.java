package llm.tools.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import llm.pretrain.Perplexity;
import llm.pretrain.folder.PretrainedModel;
import llm.tensor.IntTensor;
import llm.tensor.backend.DType;
import llm.text.SpecialTokens;
import llm.text.Tokenizer;
import llm.text.files.JsonFile;
import llm.tools.cli.Bounds;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.JsonOption;
import llm.tools.cli.ModelPath;
import llm.tools.cli.TextInput;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How surprised a model is by a text.
@Command(
        name = "perplexity",
        header = "How surprised a model is by a text.",
        synopsisHeading = "Usage: ",
        optionListHeading = "%nOptions:%n",
        description = {"", "A window of --context tokens moves over the text by --stride; tokens "
                + "that an earlier window scored are not scored again."},
        footer = {"", "Example:",
                "  ./llm eval perplexity --model out/tour/model \\",
                "      --file datasets/tales/tales-200k.txt"})
public final class EvalPerplexityCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(names = "--model", required = true, paramLabel = "DIR|NAME",
            converter = ModelPath.class, completionCandidates = ModelPath.class,
            description = "A model folder, a GGUF file or a llama2.c checkpoint.")
    private Path folder = Path.of("");

    @Mixin
    private AdapterOption adapter = new AdapterOption();

    @Mixin
    private DTypeOption dtype = new DTypeOption();

    @Mixin
    private IgnoreConfigOption ignoring = new IgnoreConfigOption();

    @ArgGroup(multiplicity = "1")
    private Text text = new Text();

    @Bounds(from = 2, to = Bounds.MANY)
    @Option(names = "--context", paramLabel = "N",
            description = "Tokens in a window (default: the model's context).")
    private @Nullable Integer context;

    @Bounds(from = 1, to = Bounds.MANY)
    @Option(names = "--stride", paramLabel = "N",
            description = "Tokens from a window to the next (default: the context).")
    private @Nullable Integer stride;

    /// Exactly one of them.
    static final class Text {
        @Option(names = "--file", paramLabel = "F", description = "A file of text in UTF-8.")
        private @Nullable Path file;

        @Option(names = "--ids-file", paramLabel = "F",
                description = "A file with one JSON array of token ids.")
        private @Nullable Path idsFile;
    }

    /// The result as JSON.
    ///
    /// @param nll         mean nats per scored token
    /// @param tokens      scored tokens
    /// @param bitsPerByte of the scored text, by which models of different tokenizers compare; left
    ///                    out where there are ids and no tokenizer
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Result(double perplexity, double nll, long tokens, @Nullable Double bitsPerByte) {}

    /// The same of weights kept in fewer bits.
    ///
    /// @param f32Perplexity what the model had before its weights were rounded
    /// @param change        what rounding added to it
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PackedResult(double perplexity, double nll, long tokens, @Nullable Double bitsPerByte,
                        double f32Perplexity, double change) {}

    /// What was measured.
    ///
    /// @param bytes of the tokens that were scored; none where there is no tokenizer
    private record Measured(Perplexity perplexity, OptionalLong bytes) {
        private @Nullable Double bitsPerByte() {
            return bytes.orElse(0) == 0 ? null : perplexity.bitsPerByte(bytes.getAsLong());
        }

        private void print(PrintWriter out) {
            out.printf("perplexity %.3f  (%.4f nats per token over %,d tokens)%n",
                    perplexity.perplexity(), perplexity.nll(), perplexity.tokens());
            Double bits = bitsPerByte();
            if (bits != null) {
                out.printf("%.4f bits per byte%n", bits);
            }
        }
    }

    @Override
    public Integer call() throws IOException {
        Measured measured = measure(dtype.dtype());
        if (dtype.dtype() == DType.F32) {
            print(measured);
        } else {
            print(measured, measure(DType.F32).perplexity);
        }
        return ExitCode.SUCCESS;
    }

    private void print(Measured measured) {
        Perplexity found = measured.perplexity;
        Result result = new Result(found.perplexity(), found.nll(), found.tokens(),
                measured.bitsPerByte());
        json.print(result, common.out(), measured::print);
    }

    private void print(Measured packed, Perplexity exact) {
        Perplexity found = packed.perplexity;
        PackedResult result = new PackedResult(found.perplexity(), found.nll(), found.tokens(),
                packed.bitsPerByte(), exact.perplexity(), found.perplexity() - exact.perplexity());
        json.print(result, common.out(), out -> {
            packed.print(out);
            out.printf("%.3f in f32: %s changes it by %+.4f (%+.2f %%)%n", exact.perplexity(),
                    DTypeOption.name(dtype.dtype()), result.change,
                    100 * result.change / exact.perplexity());
        });
    }

    private Measured measure(DType dtype) throws IOException {
        PretrainedModel loaded = ignoring.load(folder, dtype, common.err());
        adapter.wrap(loaded.model());
        int[] ids = ids(loaded);
        JsonFile.naming(text.idsFile != null ? text.idsFile : text.file, () -> {
            IntTensor.of(ids, ids.length).requireBelow(loaded.model().vocabSize(), "a token id");
            Perplexity.requireScorable(ids);
        });
        int window = context != null ? context : loaded.model().config().contextLength();
        return new Measured(
                Perplexity.of(loaded.model(), ids, window, stride != null ? stride : window),
                loaded.tokenizer().map(tokenizer -> OptionalLong.of(scoredBytes(tokenizer, ids)))
                        .orElseGet(OptionalLong::empty));
    }

    /// Of all tokens but the first: nothing stands before it, so it is not scored.
    private static long scoredBytes(Tokenizer tokenizer, int... ids) {
        return tokenizer.decodeBytes(Arrays.copyOfRange(ids, 1, ids.length)).length;
    }

    private static int[] idsIn(Path file) {
        JsonNode ids = JsonFile.read(file);
        if (!ids.isArray() || !ids.valueStream().allMatch(JsonNode::isInt)) {
            throw new IllegalArgumentException(
                    file + " must hold a JSON list of token ids, got another value");
        }
        return ids.valueStream().mapToInt(JsonNode::asInt).toArray();
    }

    private int[] ids(PretrainedModel loaded) throws IOException {
        if (text.idsFile != null) {
            return idsIn(text.idsFile);
        }
        Tokenizer tokenizer = loaded.requireTokenizer(
                "A text needs a model folder with a tokenizer, got " + folder + " without one; "
                        + "--ids-file takes token ids.");
        int[] ids = tokenizer.encode(TextInput.read(text.file), SpecialTokens.allowAll());
        return tokenizer.fromStart(ids);
    }
}

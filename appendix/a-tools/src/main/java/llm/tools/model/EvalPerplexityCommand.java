package llm.tools.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import llm.pretrain.Perplexity;
import llm.pretrain.folder.PretrainedModel;
import llm.tensor.IntTensor;
import llm.tensor.backend.DType;
import llm.text.SpecialTokens;
import llm.text.Tokenizer;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.JsonOption;
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
                "  ./llm eval perplexity --model out/tour/model --file tales.txt"})
public final class EvalPerplexityCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(names = "--model", required = true, paramLabel = "DIR",
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

    @Option(names = "--context", paramLabel = "N",
            description = "Tokens in a window (default: the model's context).")
    private @Nullable Integer context;

    @Option(names = "--stride", paramLabel = "N",
            description = "Tokens from a window to the next (default: the context).")
    private @Nullable Integer stride;

    private long bytes;                                      // of the tokens that are scored

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
    record PackedResult(double perplexity, double nll, long tokens, double f32Perplexity,
                        double change) {}

    @Override
    public Integer call() throws IOException {
        DType dtype = this.dtype.dtype();
        Perplexity found = evaluate(dtype);
        String line = "perplexity %.3f  (%.4f nats per token over %,d tokens)"
                .formatted(found.perplexity(), found.nll(), found.tokens());
        if (dtype == DType.F32) {
            Result result = new Result(found.perplexity(), found.nll(), found.tokens(),
                    bytes == 0 ? null : found.bitsPerByte(bytes));
            json.print(result, common.out(), out -> out.println(result.bitsPerByte == null ? line
                    : "%s%n%.4f bits per byte".formatted(line, result.bitsPerByte)));
            return ExitCode.SUCCESS;
        }
        double exact = evaluate(DType.F32).perplexity();
        PackedResult result = new PackedResult(found.perplexity(), found.nll(), found.tokens(),
                exact, found.perplexity() - exact);
        json.print(result, common.out(), out -> out.printf("%s%n%.3f in f32: %s changes it by "
                + "%+.4f (%+.2f %%)%n", line, exact, DTypeOption.name(dtype),
                result.change, 100 * result.change / exact));
        return ExitCode.SUCCESS;
    }

    private Perplexity evaluate(DType dtype) throws IOException {
        PretrainedModel loaded = ignoring.load(folder, dtype, common.err());
        adapter.wrap(loaded.model());
        int[] ids = ids(loaded);
        IntTensor.of(ids, ids.length).requireBelow(loaded.model().vocabSize(), "a token id");
        bytes = loaded.tokenizer().map(tokenizer -> (long) tokenizer.decodeBytes(
                Arrays.copyOfRange(ids, Math.min(1, ids.length), ids.length)).length).orElse(0L);
        int window = context != null ? context : loaded.model().config().contextLength();
        return Perplexity.of(loaded.model(), ids, window, stride != null ? stride : window);
    }

    private int[] ids(PretrainedModel loaded) throws IOException {
        if (text.idsFile != null) {
            return new ObjectMapper().readValue(text.idsFile.toFile(), int[].class);
        }
        Tokenizer tokenizer = loaded.tokenizer().orElseThrow(() -> new IllegalArgumentException(
                "A text needs a model folder with a tokenizer, got " + folder + " without one; "
                        + "--ids-file takes token ids."));
        int[] ids = tokenizer.encode(Files.readString(text.file), SpecialTokens.allowAll());
        return tokenizer.fromStart(ids);
    }
}

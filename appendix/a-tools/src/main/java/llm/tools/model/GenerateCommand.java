package llm.tools.model;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import llm.model.decode.Generation;
import llm.pretrain.folder.PretrainedModel;
import llm.tensor.RandomState;
import llm.text.StreamingDecoder;
import llm.text.Tokenizer;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.ExitCode;
import llm.tools.cli.JsonOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Lets a model continue a text.
@Command(
        description = {"", "Greedy unless a sampling option is given. Stops after an end-of-text "
                + "token, which is not part of the result."},
        footer = {"", "Example:", "  ./llm generate --model out/tour/model --prompt \"Once there "
                + "lived\" --max-new-tokens 200 --temperature 0.8"})
public final class GenerateCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private PromptOptions prompt = new PromptOptions();

    @Mixin
    private SamplingOptions sampling = new SamplingOptions();

    @Option(names = "--max-new-tokens", required = true, paramLabel = "N",
            description = "Most tokens to write.")
    private int maxNewTokens;

    @Option(names = "--ignore-eos", description = "Write on after an end-of-text token.")
    private boolean ignoreEnd;

    /// The result as JSON.
    ///
    /// @param ids  the new tokens
    /// @param text their text; null without a tokenizer
    record Generated(int[] promptIds, int[] ids, @Nullable String text) {}

    @Override
    public Integer call() throws IOException {
        PretrainedModel folder = prompt.load(common.err());
        int[] promptIds = prompt.ids(folder);
        Generation generation = new Generation(folder.model(), sampling.sampler(), maxNewTokens,
                ignoreEnd ? Set.of() : folder.stopTokens());
        if (json.wanted()) {
            int[] ids = generation.generate(promptIds, new RandomState(sampling.seed()));
            String text = folder.tokenizer().map(t -> continuation(t, promptIds, ids)).orElse(null);
            json.print(new Generated(promptIds, ids, text), common.out(), _ -> { });
        } else {
            stream(folder, generation, promptIds, common.out());
        }
        return ExitCode.SUCCESS;
    }

    /// The text of the new tokens. How the first one reads may depend on the prompt.
    private static String continuation(Tokenizer tokenizer, int[] promptIds, int[] ids) {
        StreamingDecoder decoder = new StreamingDecoder(tokenizer);
        decoder.accept(promptIds);
        return decoder.accept(ids) + decoder.flush();
    }

    /// Prints each piece of text as soon as it is certain.
    private void stream(PretrainedModel folder, Generation generation, int[] promptIds,
                        PrintWriter out) {
        StreamingDecoder decoder = folder.tokenizer().map(StreamingDecoder::new).orElse(null);
        IntConsumer printer = decoder == null ? id -> print(out, id + " ")
                : id -> print(out, decoder.accept(id));
        if (decoder != null) {
            print(out, decoder.accept(promptIds));
        }
        generation.generate(promptIds, new RandomState(sampling.seed()), printer);
        out.println(decoder == null ? "" : decoder.flush());
    }

    private static void print(PrintWriter out, String text) {
        out.print(text);
        out.flush();
    }
}

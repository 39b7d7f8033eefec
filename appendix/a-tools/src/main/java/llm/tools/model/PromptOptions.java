package llm.tools.model;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import llm.model.DecoderModel;
import llm.pretrain.folder.PretrainedModel;
import llm.tensor.IntTensor;
import llm.text.SpecialTokens;
import llm.text.Tokenizer;
import llm.tools.cli.ModelPath;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// A model, and how it reads a prompt: a mixin.
final class PromptOptions {
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

    @Option(names = "--allow-special", description = "Recognise special tokens such as "
            + "<|endoftext|> in a prompt, which are plain text otherwise.")
    private boolean allowSpecial;

    /// @param err where it is told what of the model's configuration is passed over
    PretrainedModel load(PrintWriter err) throws IOException {
        PretrainedModel loaded = ignoring.load(folder, dtype.dtype(), err);
        adapter.wrap(loaded.model());
        return loaded;
    }

    /// The prompt's token ids, one or more, each in the model's vocabulary.
    int[] ids(PretrainedModel loaded, Prompt prompt) {
        int[] ids = prompt.ids() != null
                ? prompt.ids().stream().mapToInt(Integer::intValue).toArray()
                : encode(loaded, prompt.text());
        DecoderModel model = loaded.model();
        IntTensor.of(ids, ids.length).requireBelow(model.vocabSize(),
                prompt.equals(Prompt.of(prompt.ids())) ? "a token id"
                        : prompt.name() + ": a token id");
        if (ids.length == 0 || ids.length > model.contextLength()) {
            throw new IllegalArgumentException("%s must have 1 to %d tokens, got %d."
                    .formatted(prompt.name(), model.contextLength(), ids.length));
        }
        return ids;
    }

    private int[] encode(PretrainedModel loaded, String text) {
        Tokenizer tokenizer = loaded.requireTokenizer(
                "A prompt in words needs a model folder with a tokenizer, got " + folder
                        + " without one; --prompt-ids takes token ids.");
        return tokenizer.fromStart(tokenizer.encode(text,
                allowSpecial ? SpecialTokens.allowAll() : SpecialTokens.asText()));
    }
}

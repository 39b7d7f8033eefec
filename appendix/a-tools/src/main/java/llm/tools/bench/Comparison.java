package llm.tools.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import llm.bench.Work;
import llm.model.GptConfig;
import llm.tensor.backend.DType;
import org.jspecify.annotations.Nullable;

/// One job that both this book and others can do, and how to ask each for it.
///
/// @param name    what a user types
/// @param ours    arguments of `./llm`
/// @param peers   who else does it
/// @param work    what a step must do at least; null where that is neither products nor reading
/// @param product what all write with `--out` and must agree on: the name of a file in a folder, or
///                `""` for the file itself; null for jobs that write nothing
record Comparison(String name, List<String> ours, List<Peer> peers, @Nullable Work work,
                  @Nullable String product) {

    /// The jobs that appendix C speaks of.
    ///
    /// @param text      what is encoded and learned from
    /// @param tokenizer the folder of GPT-2's tokenizer
    static List<Comparison> all(Path text, Path tokenizer) {
        GptConfig gpt2 = GptConfig.gpt2Small();
        return List.of(
                train("train-small", GptConfig.of(1_024, 128, 128, 4, 4), 16, 40, 100),
                train("train-medium", GptConfig.of(4_096, 256, 384, 6, 6), 8, 8, 12),
                decode("decode-124m", gpt2, 32, 64),
                prefill("prefill-124m", gpt2, 512, 10),
                train("train-124m", gpt2.withContextLength(256), 4, 6, 6),
                encode("encode", text, tokenizer, 1),
                encode("encode-parallel", text, tokenizer,
                        Runtime.getRuntime().availableProcessors()),
                trainTokenizer("train-tokenizer", text));
    }

    /// Whether the job is done on a text.
    boolean readsText() {
        return product != null;
    }

    /// The names of all jobs.
    static List<String> names() {
        return all(Path.of(""), Path.of("")).stream().map(Comparison::name).toList();
    }

    /// @param warmup steps before ours count, fifteen seconds or so: the compiler takes that long
    ///               where it has to share the cores with the training
    private static Comparison train(String name, GptConfig model, int batch, int steps,
                                    int warmup) {
        int context = model.contextLength();
        List<String> shared = joined(sizes(model),
                words("--batch %d --context %d --steps %d", batch, context, steps));
        List<String> ours = joined(shared, words("--warmup %d", warmup));
        return new Comparison(name, ours("train", ours), List.of(pyTorch("train.py", shared),
                new Peer.Jvm("libtorch", PeerBuild.LIBTORCH, "llm.peers.libtorch.LibtorchPeer",
                        shared)), Work.training(model, batch, context), null);
    }

    private static Comparison decode(String name, GptConfig model, int prompt, int tokens) {
        List<String> shared = joined(sizes(model),
                words("--context %d --steps %d", prompt, tokens));
        return new Comparison(name, ours("decode", shared), List.of(pyTorch("decode.py", shared)),
                Work.token(model, DType.F32), null);
    }

    private static Comparison prefill(String name, GptConfig model, int prompt, int runs) {
        List<String> shared = joined(sizes(model),
                words("--context %d --steps %d", prompt, runs));
        return new Comparison(name, ours("prefill", shared),
                List.of(pyTorch("prefill.py", shared)),
                Work.prefill(model, DType.F32, prompt), null);
    }

    private static List<String> sizes(GptConfig model) {
        return words("--layers %d --heads %d --width %d --vocab %d", model.layers(),
                model.heads(), model.embDim(), model.vocabSize());
    }

    private static List<String> words(String form, Object... numbers) {
        return List.of(form.formatted(numbers).split(" "));
    }

    private static Peer pyTorch(String script, List<String> arguments) {
        return new Peer.Python("PyTorch", List.of("torch", "transformers"), script, arguments);
    }

    private static Comparison encode(String name, Path text, Path tokenizer, int threads) {
        List<String> shared = List.of("--file", text.toString(), "--tokenizer",
                tokenizer.toString(), "--threads", "" + threads, "--steps", "5");
        return new Comparison(name, ours("tokenize", shared), List.of(
                new Peer.Jvm("JTokkit", PeerBuild.TOKENIZERS, "llm.peers.JtokkitPeer", shared),
                new Peer.Jvm("DJL", PeerBuild.TOKENIZERS, "llm.peers.DjlPeer", shared),
                new Peer.Python("tiktoken", List.of("tiktoken"), "encode.py",
                        joined(List.of("--library", "tiktoken"), shared)),
                new Peer.Python("tokenizers", List.of("tokenizers"), "encode.py",
                        joined(List.of("--library", "tokenizers"), shared))), null, "");
    }

    private static Comparison trainTokenizer(String name, Path text) {
        List<String> shared = List.of("--file", text.toString(), "--vocab-size", "10000");
        return new Comparison(name, ours("train-tokenizer", shared),
                List.of(new Peer.Python("tokenizers", List.of("tokenizers"), "train_tokenizer.py",
                        shared)), null, "merges.txt");
    }

    private static List<String> ours(String command, List<String> arguments) {
        return joined(List.of("bench", command, "--json", "--quiet"), arguments);
    }

    private static List<String> joined(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}

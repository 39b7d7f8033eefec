package llm.tools.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import llm.text.bpe.BpeTokenizer;
import llm.text.files.Tokenizers;
import llm.tools.cli.Bounds;
import llm.tools.cli.CommonOptions;
import llm.tools.cli.DiskRoom;
import llm.tools.cli.ExitCode;
import llm.tools.cli.JsonOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Learns a byte-pair vocabulary from a text.
@Command(
        description = {"", "Writes tokenizer.json, and vocab.json with merges.txt, as Hugging "
                + "Face's libraries read them."},
        footer = {"", "Examples:",
                "  ./llm train-tokenizer --file datasets/tales/tales-200k.txt \\",
                "      --vocab-size 1024 --out out/tokenizer",
                "  ./llm tokenize --tokenizer out/tokenizer \"Once there lived a fox.\""})
public final class TrainTokenizerCommand implements Callable<Integer> {
    private static final long BYTES_PER_TOKEN = 128;         // in all files

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(names = "--file", required = true, paramLabel = "F",
            description = "A file of text in UTF-8.")
    private Path file = Path.of("");

    @Bounds(from = 257, to = 1_000_000)
    @Option(names = "--vocab-size", required = true, paramLabel = "N",
            description = "Tokens to end with, the 256 bytes and <|endoftext|> included.")
    private int vocabSize;

    @Option(names = "--out", required = true, paramLabel = "DIR",
            description = "The folder to write.")
    private Path out = Path.of("");

    /// The result as JSON.
    record Trained(int vocabSize, String folder) {}

    @Override
    public Integer call() throws IOException {
        if (Files.size(file) == 0) {
            throw new IllegalArgumentException("The file must hold text, got the empty "
                    + file + ".");
        }
        DiskRoom.require(out, BYTES_PER_TOKEN * vocabSize, "the tokenizer");
        BpeTokenizer tokenizer = Preparation.learnMerges(file, vocabSize, common::progress);
        Tokenizers.save(tokenizer, out);
        json.print(new Trained(tokenizer.vocabSize(), out.toString()), common.out(),
                o -> o.printf("%,d tokens in %s%n", tokenizer.vocabSize(), out));
        return ExitCode.SUCCESS;
    }
}

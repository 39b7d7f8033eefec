package llm.tools;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import llm.attention.rotary.RotaryConfig;
import llm.model.DecoderConfig;
import llm.model.DecoderModel;
import llm.model.GptConfig;
import llm.model.LlamaConfig;
import llm.pretrain.folder.ModelFolder;
import llm.text.BpeTokenizer;
import llm.text.BpeTrainer;

/// Does in small what users do most, while Java writes down which classes it needs and which
/// methods are busy: later starts find both ready.
final class Rehearsal {
    private static final BpeTokenizer TOKENIZER = BpeTrainer.ofSize(300)
            .train(List.of("the cat and the dog and the cat, once upon a time"));
    private static final int CONTEXT = 128;

    private Rehearsal() {
    }

    /// Started by [LaunchFiles].
    public static void main(String[] args) throws IOException {
        Path folder = Files.createTempDirectory("llm-rehearsal-");
        try {
            int vocabulary = TOKENIZER.vocabSize();
            generate(folder.resolve("gpt"), GptConfig.of(vocabulary, CONTEXT, 32, 2, 2));
            generate(folder.resolve("llama"), new LlamaConfig(vocabulary, CONTEXT, 32, 4, 2, 8, 2,
                    64, RotaryConfig.of(10_000), true, 1e-5));
            run("doctor", "--json");
        } finally {
            delete(folder);
        }
    }

    private static void generate(Path folder, DecoderConfig config) throws IOException {
        ModelFolder.of(new DecoderModel(config, 1), TOKENIZER).save(folder, "");
        run("generate", "--model", folder.toString(), "--prompt", "once upon", "--ignore-eos",
                "--max-new-tokens", "100");
        run("next", "--model", folder.toString(), "--prompt", "once upon", "--json");
    }

    private static void run(String... command) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        Llm.run(nowhere, nowhere, command);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

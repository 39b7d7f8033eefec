package llm.tools;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import llm.model.DecoderConfig;
import llm.model.DecoderModel;
import llm.model.GptConfig;
import llm.model.LlamaConfig;
import llm.pretrain.folder.PretrainedModel;
import llm.pretrain.folder.StopTokens;
import llm.text.Tokenizer;
import llm.text.bpe.BpeTokenizer;
import llm.text.bpe.BpeTrainer;
import llm.tools.cli.ExitCode;

/// Does in small what users do most, while Java writes down which classes it needs: later starts
/// find them ready.
final class Rehearsal {
    private static final BpeTokenizer TOKENIZER = BpeTrainer.ofSize(300)
            .train(List.of("the cat and the dog and the cat, once upon a time"));
    private static final int CONTEXT = 128;
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
    private static final String STORY = " once upon a time there was a cat";

    private Rehearsal() {
    }

    /// Started by [LaunchFiles].
    public static void main(String[] args) throws IOException {
        Path folder = Files.createTempDirectory("llm-rehearsal-");
        try {
            int vocabulary = TOKENIZER.vocabSize();
            var gpt = GptConfig.of(vocabulary, CONTEXT, 32, 2, 2);
            var llama = LlamaConfig.builder().vocabSize(vocabulary).contextLength(CONTEXT)
                    .embDim(32).heads(4).kvHeads(2).layers(2).ffDim(60).tiedHead(true).build();
            use(saved(folder.resolve("gpt"), gpt, Optional.of(TOKENIZER)));
            use(saved(folder.resolve("llama"), llama, Optional.of(TOKENIZER)));
            Path pieces = saved(folder.resolve("pieces"), llama, Optional.empty());
            Files.writeString(pieces.resolve("tok512.json"), pieces(vocabulary));
            use(pieces);
            run("doctor", "--json");
        } finally {
            delete(folder);
        }
    }

    private static Path saved(Path folder, DecoderConfig config, Optional<Tokenizer> tokenizer)
            throws IOException {
        new PretrainedModel(new DecoderModel(config, 1), tokenizer, StopTokens.of(0))
                .save(folder, "");
        return folder;
    }

    /// A vocabulary as llama2.c writes it.
    private static String pieces(int vocabulary) {
        return IntStream.range(0, vocabulary)
                .mapToObj(id -> "{\"piece\": \"" + piece(id) + "\", \"score\": " + -id + "}")
                .collect(Collectors.joining(", ", "{\"tokens\": [", "]}"));
    }

    /// Three that control, the bytes, the letters, then ever longer beginnings.
    private static String piece(int id) {
        int letter = id - 3 - 256;
        return letter < 0 ? "<0x%02X>".formatted(Math.max(0, id - 3))
                : letter < LETTERS.length() ? LETTERS.substring(letter, letter + 1)
                : STORY.substring(0, letter - LETTERS.length() + 1);
    }

    private static void use(Path folder) {
        String model = folder.toString();
        require(run("generate", "--model", model, "--prompt", "once upon", "--ignore-eos",
                "--max-new-tokens", "100"));
        require(run("next", "--model", model, "--prompt", "once upon", "--json"));
    }

    private static void require(int exitCode) {
        if (exitCode != ExitCode.SUCCESS) {
            throw new IllegalStateException("a rehearsed command must succeed, got " + exitCode);
        }
    }

    private static int run(String... command) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        return Llm.run(nowhere, nowhere, command);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

package llm.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import llm.tales.TaleGenerator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// With a model whose products are large enough to be shared among threads.
@DisplayName("Any number of threads gives the same results:")
class CommandThreadsTest {
    private static final int[] NUMBERS = {1, 2, 5};

    @TempDir
    private static Path shared = Path.of("");

    @BeforeAll
    static void train() throws IOException, InterruptedException {
        TaleGenerator.of(1).writeTo(shared.resolve("tales.txt"), 40_000, _ -> { });
        Files.writeString(shared.resolve("prompts.jsonl"), """
                {"prompt": "Once"}
                {"prompt": "The old fox"}
                {"prompt": "A"}
                """);
        for (int threads : NUMBERS) {
            run(threads, "pretrain --data ../tales.txt --vocab-size 300 --context 96 --batch 4 "
                    + "--steps 4 --out ../model-" + threads);
        }
    }

    private static String run(int threads, String command)
            throws IOException, InterruptedException {
        Path folder = Files.createDirectories(shared.resolve("here"));
        try (CommandProcess process =
                CommandProcess.start(folder, threads, List.of(command.split(" +")))) {
            assertThat(process.exitCode()).as(process.told()).isZero();
            return process.told();
        }
    }

    @ParameterizedTest(name = "{0} threads")
    @ValueSource(ints = {2, 5})
    @DisplayName("trained weights, with")
    void trains(int threads) {
        assertThat(shared.resolve("model-" + threads).resolve("model.safetensors"))
                .hasSameBinaryContentAs(shared.resolve("model-1/model.safetensors"));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {
        "generate --prompts ../prompts.jsonl --max-new-tokens 30 --temperature 1 --seed 3",
        "generate --prompts ../prompts.jsonl --max-new-tokens 30 --temperature 1 --dtype int8",
        "generate --prompts ../prompts.jsonl --max-new-tokens 30 --temperature 1 --dtype bf16",
        "next --prompt Once --json", "eval perplexity --file ../tales.txt --json"})
    @DisplayName("what a command prints,")
    void prints(String command) throws IOException, InterruptedException {
        String one = run(1, command + " --model ../model-1");
        for (int threads : NUMBERS) {
            assertThat(run(threads, command + " --model ../model-1")).as("%d threads", threads)
                    .isEqualTo(one);
        }
    }
}

package llm.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import llm.tools.Fixtures;
import llm.tools.Terminal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("llm bench")
class BenchCommandTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    @DisplayName("train gives times, speed, drift, memory and the share of products")
    void train() {
        JsonNode json = Fixtures.json(Terminal.run("bench", "train", "--layers", "1", "--heads",
                "2", "--width", "16", "--vocab", "64", "--batch", "2", "--context", "8",
                "--steps", "3", "--json").out());

        assertThat(json.fieldNames()).toIterable().containsExactly("msPerStep", "bestMsPerStep",
                "tokensPerSecond", "drift", "peakRssMiB", "productShare");
        assertSpeed(json, 16);
        assertThat(json.get("productShare").asDouble()).isBetween(0.0, 1.0);
    }

    @Test
    @DisplayName("train measures adapters around a frozen model, also one in fewer bits")
    void trainAdapters() {
        List<String> tiny = List.of("bench", "train", "--layers", "1", "--heads", "2", "--width",
                "16", "--vocab", "64", "--batch", "2", "--context", "8", "--steps", "3", "--json");
        for (List<String> more : List.of(List.of("--lora"), List.of("--lora", "4", "--dtype",
                "int8"))) {
            List<String> all = new ArrayList<>(tiny);
            all.addAll(more);
            Terminal run = Terminal.run(all.toArray(String[]::new));
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertSpeed(Fixtures.json(run.out()), 16);
        }
        assertThat(Terminal.run("bench", "train", "--dtype", "int8").err())
                .contains("--dtype must be f32 without --lora");
    }

    @Test
    @DisplayName("serve asks a server of its own, more than it takes too, and gives speeds")
    void serve() {
        Terminal run = Terminal.run("bench", "serve", "--layers", "1", "--heads", "2", "--width",
                "16", "--vocab", "300", "--context", "5", "--steps", "6", "--rounds", "2",
                "--streams", "1,3", "--overload", "1", "--cancelled", "20", "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode json = Fixtures.json(run.out());
        assertThat(json.at("/streams/1/streams").asInt()).isEqualTo(3);
        assertThat(json.at("/streams/1/tokensPerSecond").asDouble()).isPositive();
        assertThat(json.at("/streams/0/perToken").asDouble()).isPositive();
        assertThat(json.at("/speedups/0").asDouble()).isEqualTo(1);
        assertThat(json.at("/overload/offered").asInt()).isPositive();
        assertThat(json.at("/overload/lost").asInt(-1)).isZero();
        assertThat(json.at("/readySeconds").asDouble()).isPositive();
    }

    @Test
    @DisplayName("train can save memory")
    void trainSavingMemory() {
        Terminal run = Terminal.run("bench", "train", "--layers", "1", "--heads", "2", "--width",
                "16", "--vocab", "64", "--batch", "2", "--context", "8", "--steps", "3",
                "--recompute-activations", "--moments", "bf16", "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertSpeed(Fixtures.json(run.out()), 16);
    }

    @Test
    @DisplayName("decode gives times, speed and memory")
    void decode() {
        JsonNode json = Fixtures.json(Terminal.run("bench", "decode", "--layers", "1", "--heads",
                "2", "--width", "16", "--vocab", "64", "--context", "8", "--steps", "4",
                "--warmup", "1", "--json").out());

        assertThat(json.fieldNames()).toIterable().contains("msPerStep", "bestMsPerStep",
                "tokensPerSecond", "peakRssMiB");
        assertSpeed(json, 1);
    }

    @Test
    @DisplayName("decode compares weights in fewer bits with what memory allows")
    void decodePacked() {
        for (String dtype : List.of("f32", "bf16", "int8")) {
            JsonNode json = Fixtures.json(Terminal.run("bench", "decode", "--layers", "1",
                    "--heads", "2", "--width", "16", "--vocab", "64", "--context", "8", "--steps",
                    "4", "--warmup", "0", "--dtype", dtype, "--json").out());
            assertThat(json.get("dtype").asText()).isEqualTo(dtype);
            double limit = json.get("bandwidthLimitGBPerSecond").asDouble();
            assertThat(limit).isPositive();
            assertThat(json.get("limitShare").asDouble() * limit)
                    .isCloseTo(json.get("readGbPerSecond").asDouble(), within(1e-9));
            assertThat(json.get("prefillTokensPerSecond").asDouble()
                    * json.get("prefillMs").asDouble()).isCloseTo(8_000, within(1e-6));
        }
    }

    @Test
    @DisplayName("prefill gives times, speed and memory for a whole prompt")
    void prefill() {
        JsonNode json = Fixtures.json(Terminal.run("bench", "prefill", "--layers", "1", "--heads",
                "2", "--width", "16", "--vocab", "64", "--context", "24", "--steps", "3",
                "--dtype", "bf16", "--json").out());

        assertThat(json.fieldNames()).toIterable().containsExactly("dtype", "msPerStep",
                "bestMsPerStep", "tokensPerSecond", "peakRssMiB");
        assertThat(json.get("dtype").asText()).isEqualTo("bf16");
        assertSpeed(json, 24);
        assertThat(Terminal.run("bench", "prefill", "--context", "0").err())
                .startsWith("--context must be from 1 to 1000000000, got 0.");
        assertThat(Terminal.run("bench", "prefill", "--steps", "0").err())
                .startsWith("--steps must be from 1 to 1000000000, got 0.");
    }

    private static void assertSpeed(JsonNode json, int tokensPerStep) {
        double median = json.get("msPerStep").asDouble();
        assertThat(json.get("bestMsPerStep").asDouble()).isPositive().isLessThanOrEqualTo(median);
        assertThat(json.get("tokensPerSecond").asDouble() * median / 1000)
                .isBetween(tokensPerStep * 0.99, tokensPerStep * 1.01);
    }

    @Test
    @DisplayName("tokenize gives megabytes a second")
    void tokenize() throws IOException {
        Path text = Files.writeString(folder.resolve("text.txt"), "Every effort moves you\n");
        JsonNode json = Fixtures.json(Terminal.run("bench", "tokenize", "--file", text.toString(),
                "--steps", "2", "--json").out());

        assertThat(json.get("megabytesPerSecond").asDouble()).isPositive();
        assertThat(json.get("tokens").asInt()).isEqualTo(5);
        assertThat(json.get("peakRssMiB").asInt()).isPositive();
    }

    @Test
    @DisplayName("tokenize writes the same ids on one thread and on two")
    void tokenizeOnThreads() throws IOException {
        Path text = Files.writeString(folder.resolve("text.txt"),
                "Every effort moves you\n".repeat(100_000));
        for (String threads : List.of("1", "2")) {
            assertThat(Terminal.run("bench", "tokenize", "--file", text.toString(), "--steps", "1",
                    "--threads", threads, "--out", folder.resolve(threads).toString()).exitCode())
                    .isZero();
        }
        assertThat(folder.resolve("1")).hasSize(500_000 * 4L)
                .hasSameBinaryContentAs(folder.resolve("2"));
        assertThat(Terminal.run("bench", "tokenize", "--threads", "0").err())
                .startsWith("--threads must be from 1 to 1024, got 0.");
    }

    @Test
    @DisplayName("train-tokenizer writes what it has learned")
    void trainTokenizer() throws IOException {
        Path text = Files.writeString(folder.resolve("text.txt"), "aaab aaab");
        JsonNode json = Fixtures.json(Terminal.run("bench", "train-tokenizer", "--file",
                text.toString(), "--vocab-size", "259", "--json", "--out",
                folder.resolve("learned").toString()).out());
        assertThat(json.fieldNames()).toIterable().containsExactly("msPerStep", "bestMsPerStep",
                "vocabSize", "peakRssMiB");
        assertThat(json.get("vocabSize").asInt()).isEqualTo(259);
        assertThat(folder.resolve("learned/merges.txt")).content()
                .isEqualTo("#version: 0.2\na a\na b\n");
    }

    @Test
    @DisplayName("limits gives both speeds and where they meet")
    void limits() {
        JsonNode json = Fixtures.json(Terminal.run("bench", "limits", "--json").out());

        assertThat(json.fieldNames()).toIterable().containsExactly("gigaflopsPerSecond",
                "gigabytesPerSecond", "flopsPerByte");
        double memory = json.get("gigabytesPerSecond").asDouble();
        assertThat(memory).isPositive();
        assertThat(json.get("flopsPerByte").asDouble() * memory)
                .isCloseTo(json.get("gigaflopsPerSecond").asDouble(), within(1e-9));
    }

    @Test
    @DisplayName("says what is missing, and which sizes do not fit")
    void explains() {
        assertThat(Terminal.run("bench").err())
                .contains("What to measure is missing: train, prefill, decode, session, "
                        + "serve, tokenize, train-tokenizer, limits or compare");
        Terminal run = Terminal.run("bench", "train", "--width", "15", "--heads", "4");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("embDim").hasLineCount(1);
        assertThat(Terminal.run("bench", "train", "--batch", "0").err())
                .contains("--batch must be from 1 to 65536, got 0.");
        assertThat(Terminal.run("bench", "train", "--model", "gpt5").err().strip())
                .isEqualTo("--model must be gpt2-124m, got gpt5.");
        assertThat(Terminal.run("bench", "decode", "--model", "gpt5").err().strip())
                .isEqualTo("--model must be gpt2-124m or llama-3.2-1b, got gpt5.");
    }

    @Test
    @DisplayName("session writes texts together, with prompts of their own and of one prompt")
    void session() throws IOException {
        JsonNode json = Fixtures.json(Terminal.run("bench", "session", "--layers", "1", "--heads",
                "2", "--width", "16", "--vocab", "64", "--texts", "2,3", "--context", "4",
                "--steps", "5", "--rounds", "1", "--json").out());
        assertThat(json).hasSize(5);
        assertThat(json.get(0).get("texts").asInt()).isEqualTo(1);
        assertThat(json.get(0).get("speedup").asDouble()).isEqualTo(1);
        for (int i = 1; i < 5; i++) {
            JsonNode row = json.get(i);
            assertThat(row.get("texts").asInt()).isEqualTo(i <= 2 ? 2 : 3);
            assertThat(row.get("samePrompt").asBoolean()).isEqualTo(i % 2 == 0);
            assertThat(row.get("cost").asDouble() * row.get("speedup").asDouble())
                    .isCloseTo(row.get("texts").asInt(), within(1e-9));
        }
        assertThat(Terminal.run("bench", "session", "--texts", "0").err())
                .startsWith("--texts must be from 1 to 10000, got 0.");
    }
}

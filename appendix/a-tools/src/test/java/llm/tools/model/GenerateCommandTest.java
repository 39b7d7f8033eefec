package llm.tools.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import llm.tools.Fixtures;
import llm.tools.Terminal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("llm generate")
class GenerateCommandTest {
    @TempDir
    private Path folder = Path.of("");

    private static Terminal generate(Path model, String... arguments) {
        List<String> all = new ArrayList<>(List.of("generate", "--model", model.toString()));
        all.addAll(Arrays.asList(arguments));
        return Terminal.run(all.toArray(String[]::new));
    }

    @Test
    @DisplayName("writes the tokens that transformers writes, without a tokenizer")
    void agreesWithTransformers() throws IOException {
        JsonNode greedy = Fixtures.json(Fixtures.GPT2_TINY.resolve("io.json")).get("greedy");
        assertThat(greedy).isNotEmpty();
        for (JsonNode expected : greedy) {
            JsonNode wanted = expected.get("continuation");
            Terminal run = generate(Fixtures.GPT2_TINY, "--prompt-ids",
                    Fixtures.commaSeparated(expected.get("prompt")), "--max-new-tokens",
                    String.valueOf(wanted.size()), "--ignore-eos", "--json");

            assertThat(run.exitCode()).isZero();
            JsonNode json = Fixtures.json(run.out());
            assertThat(json.fieldNames()).toIterable().containsExactly("promptIds", "ids", "text");
            assertThat(json.get("promptIds")).isEqualTo(expected.get("prompt"));
            assertThat(json.get("ids")).isEqualTo(wanted);
            assertThat(json.get("text").isNull()).isTrue();
        }
    }

    @Test
    @DisplayName("stops before the folder's end token, unless it is told to ignore it")
    void stopsAtTheEnd() {
        String[] wild = {"--prompt-ids", "3", "--max-new-tokens", "60", "--temperature", "9",
                "--json", "--seed"};
        for (int seed = 0; seed < 100; seed++) {
            String[] arguments = Arrays.copyOf(wild, wild.length + 2);
            arguments[wild.length] = String.valueOf(seed);
            arguments[wild.length + 1] = "--ignore-eos";
            List<Integer> endless = ids(generate(Fixtures.GPT2_TINY, arguments));
            int end = endless.indexOf(0);
            if (end > 0) {
                List<Integer> stopped = ids(generate(Fixtures.GPT2_TINY,
                        Arrays.copyOf(arguments, wild.length + 1)));
                assertThat(endless).hasSize(60);
                assertThat(stopped).isEqualTo(endless.subList(0, end));
                return;
            }
        }
        throw new AssertionError("one of a hundred wild texts must hold the end token");
    }

    private static List<Integer> ids(Terminal run) {
        return Arrays.stream(Fixtures.ints(Fixtures.json(run.out()).get("ids"))).boxed().toList();
    }

    @Test
    @DisplayName("draws the same text for a seed, and another for another seed")
    void seeds() {
        String[] arguments = {"--prompt-ids", "3,4", "--max-new-tokens", "20", "--top-p", "0.9",
                "--json", "--seed", "7"};
        String[] other = arguments.clone();
        other[other.length - 1] = "8";

        assertThat(generate(Fixtures.GPT2_TINY, arguments).out())
                .isEqualTo(generate(Fixtures.GPT2_TINY, arguments).out())
                .isNotEqualTo(generate(Fixtures.GPT2_TINY, other).out());
    }

    @Test
    @DisplayName("at temperature 0 is greedy")
    void temperatureZero() {
        String[] greedy = {"--prompt-ids", "141", "--max-new-tokens", "4", "--json"};
        String[] cold = {"--prompt-ids", "141", "--max-new-tokens", "4", "--json",
                "--temperature", "0", "--top-k", "50"};

        assertThat(generate(Fixtures.GPT2_TINY, cold).out())
                .isEqualTo(generate(Fixtures.GPT2_TINY, greedy).out())
                .contains("[374,374,374,255]");
    }

    @Test
    @DisplayName("streams prompt and text, the same that --json gives")
    void streams() throws IOException {
        Path model = Fixtures.withTokenizer(folder);
        String[] arguments = {"--prompt", "the cat", "--max-new-tokens", "9", "--ignore-eos"};
        Terminal streamed = generate(model, arguments);
        String[] asJson = Arrays.copyOf(arguments, arguments.length + 1);
        asJson[arguments.length] = "--json";

        JsonNode json = Fixtures.json(generate(model, asJson).out());
        assertThat(json.get("ids")).hasSize(9);
        assertThat(streamed.out()).isEqualTo("the cat" + json.get("text").asText()
                + System.lineSeparator());
    }

    @Test
    @DisplayName("writes nothing for an id that only the padded vocabulary has, and goes on")
    void paddedVocabulary() throws IOException {
        Path model = Fixtures.withTokenizer(folder, 2 * Fixtures.TOKENIZER.vocabSize());
        String[] arguments = {"--prompt-ids", "400,72", "--max-new-tokens", "14", "--ignore-eos",
            "--temperature", "1", "--seed", "3"};
        String[] asJson = Arrays.copyOf(arguments, arguments.length + 1);
        asJson[arguments.length] = "--json";
        Terminal streamed = generate(model, arguments);
        JsonNode json = Fixtures.json(generate(model, asJson).out());

        int[] ids = Fixtures.ints(json.get("ids"));
        int[] tokens = IntStream.of(ids).filter(Fixtures.TOKENIZER::hasToken).toArray();
        assertThat(ids).hasSize(14).hasSizeGreaterThan(tokens.length);
        assertThat(json.get("text").asText()).isEqualTo(Fixtures.TOKENIZER.decode(tokens));
        assertThat(streamed.exitCode()).isZero();
        assertThat(streamed.out()).isEqualTo(Fixtures.TOKENIZER.decode(72)
                + json.get("text").asText() + System.lineSeparator());
    }

    @Test
    @DisplayName("says in one sentence what is wrong with a prompt or a model")
    void explains() {
        assertFails("a token id must be", Fixtures.GPT2_TINY, "--prompt-ids", "3,512");
        assertFails("The prompt must have 1 to 64 tokens, got 65.", Fixtures.GPT2_TINY,
                "--prompt-ids", IntStream.range(0, 65).mapToObj(String::valueOf)
                        .collect(Collectors.joining(",")));
        assertFails("A prompt in words needs a model folder with a tokenizer", Fixtures.GPT2_TINY,
                "--prompt", "the cat");
        assertFails("which does not exist", folder.resolve("none"), "--prompt-ids", "3");
    }

    @Test
    @DisplayName("says so if the prompt is empty")
    void emptyPrompt() throws IOException {
        assertFails("The prompt must have 1 to 16 tokens, got 0.", Fixtures.withTokenizer(folder),
                "--prompt", "");
    }

    private static void assertFails(String message, Path model, String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--max-new-tokens";
        all[arguments.length + 1] = "2";
        Terminal run = generate(model, all);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(message).hasLineCount(1);
    }

    @Test
    @DisplayName("writes 200 tokens where nothing else is said")
    void usualLength() {
        assertThat(ids(generate(Fixtures.GPT2_TINY, "--prompt-ids", "3", "--ignore-eos", "--json")))
                .hasSize(200);
    }

    @Test
    @Timeout(60)
    @DisplayName("takes --max-new-tokens as a limit: nothing is as large as it")
    void largeLimit() throws IOException {
        Path model = Fixtures.withTokenizer(folder);
        String[] arguments = {"--prompt", "the cat", "--stop", "a", "--json", "--max-new-tokens"};
        String[] limits = {"50", "300000000", "2147483647"};
        List<String> outputs = Arrays.stream(limits).map(limit -> {
            String[] all = Arrays.copyOf(arguments, arguments.length + 1);
            all[arguments.length] = limit;
            return generate(model, all).out();
        }).toList();
        assertThat(outputs.getFirst()).isNotEmpty();
        assertThat(outputs).containsOnly(outputs.getFirst());
    }

    @Test
    @DisplayName("needs exactly one prompt")
    void onePrompt() {
        assertThat(generate(Fixtures.GPT2_TINY, "--max-new-tokens", "2").exitCode()).isEqualTo(2);
        assertThat(generate(Fixtures.GPT2_TINY, "--max-new-tokens", "2", "--prompt", "a",
                "--prompt-ids", "1").exitCode()).isEqualTo(2);
    }
}

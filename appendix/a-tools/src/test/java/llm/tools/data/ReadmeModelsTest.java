package llm.tools.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import llm.tools.Fixtures;
import llm.tools.Terminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The README's commands themselves, on models that a hub on this machine offers. The oracle is
/// what transformers computes with the same files.
@DisplayName("The README's way with public models")
class ReadmeModelsTest {
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|\\S+");
    private static final String TALES = "datasets/tales/tales-200k.txt";
    private static final int SCORED = 2_000;                 // characters
    private final String before = System.getProperty("llm.cache");
    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void moveCache() throws IOException {
        System.setProperty("llm.cache", folder.resolve("cache").toString());
        Files.writeString(folder.resolve("tales.txt"),
                Files.readString(Path.of("..", "..", TALES)).substring(0, SCORED));
    }

    @AfterEach
    void moveBack() {
        System.setProperty("llm.cache", before);
    }

    /// The words of the command that the README's section on models begins with these.
    private static List<String> command(String start) throws IOException {
        String readme = Files.readString(Path.of("..", "..", "README.md"));
        String line = readme.substring(readme.indexOf("\n## Models")).lines()
                .filter(each -> each.startsWith("./llm " + start)).findFirst().orElseThrow()
                .replaceFirst("\\s+#.*", "").substring("./llm ".length());
        return WORD.matcher(line).results()
                .map(word -> Optional.ofNullable(word.group(1)).orElse(word.group())).toList();
    }

    /// Runs that command with another model, and its files in this test's folder.
    private Terminal run(String start, String model, String... more) throws IOException {
        List<String> words = new ArrayList<>(command(start).stream().map(word -> switch (word) {
            case "gpt2", "smollm2-135m-instruct" -> model;
            case "gpt2.gguf" -> folder.resolve(word).toString();
            case TALES -> folder.resolve("tales.txt").toString();
            default -> word;
        }).toList());
        words.addAll(List.of(more));
        Terminal run = words.getFirst().equals("data") ? PublishedModels.get(words)
                : Terminal.run(words.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "gpt2, gpt2, 7, GPT-2",
        "smollm2-135m-instruct, SmolLM2-135M-Instruct, 8, Llama",
        "qwen2.5-0.5b-instruct, Qwen2.5-0.5B-Instruct, 7, Qwen2"})
    @DisplayName("gets them, and each command tells what transformers tells:")
    void worksOnWhatIsPublished(String name, String repository, int files, String family)
            throws IOException {
        JsonNode expected = PublishedModels.expected(repository);
        assertThat(run("data get gpt2", name).out()).isEqualTo("%s: %d files in %s%n".formatted(
                name, files, folder.resolve("cache/data").resolve(name)));
        assertThat(run("inspect", name).out()).contains(family)
                .contains("%,d".formatted(expected.get("parameters").asInt()));

        JsonNode written = Fixtures.json(run("generate", name, "--json").out());
        assertThat(written.get("promptIds")).isEqualTo(expected.get("prompt_ids"));
        assertThat(written.get("ids")).isEqualTo(expected.get("ids"));
        assertThat(run("generate", name).out()).isEqualTo("%s%s%n".formatted(
                expected.get("prompt").asText(), expected.get("text").asText()));
        next(Fixtures.json(run("next", name, "--json").out()).get("next"), expected.get("next"));

        JsonNode scored = Fixtures.json(run("eval perplexity", name, "--json").out());
        double perplexity = Math.exp(expected.at("/perplexity/nll").asDouble());
        assertThat(scored.get("tokens")).isEqualTo(expected.at("/perplexity/tokens"));
        assertThat(scored.get("f32Perplexity").asDouble())
                .isCloseTo(perplexity, within(1e-4 * perplexity));
        assertThat(scored.get("perplexity").asDouble())      // int8, far from what noise would be
                .isCloseTo(perplexity, within(0.02 * perplexity)).isNotEqualTo(perplexity);

        run("convert", name);
        assertThat(run("generate --model gpt2.gguf", name).out())
                .startsWith(expected.get("prompt").asText()).hasSizeGreaterThan(10);
    }

    private static void next(JsonNode told, JsonNode expected) {
        assertThat(told).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(told.get(i).get("id")).isEqualTo(expected.get(i).get("id"));
            assertThat(told.get(i).get("probability").asDouble())
                    .isCloseTo(expected.get(i).get("probability").asDouble(), within(1e-5));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"smollm2-135m-instruct, SmolLM2-135M-Instruct, smollm2",
        "qwen2.5-0.5b-instruct, Qwen2.5-0.5B-Instruct, qwen2_5"})
    @DisplayName("chats with those that follow instructions, in their template, converted too:")
    void chats(String name, String repository, String template) throws IOException {
        JsonNode expected = PublishedModels.expected(repository).get("chat");
        run("data get smollm2", name);
        chats(name, expected, template);
        String file = folder.resolve("chat.gguf").toString();
        convert(name, "gguf", file);
        chats(file, expected, template);
        String back = folder.resolve("back").toString();
        convert(file, "hf", back);
        chats(back, expected, template);
    }

    private static void convert(String model, String format, String out) {
        Terminal run = Terminal.run("convert", "--model", model, "--to", format, "--out", out);
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    private void chats(String model, JsonNode expected, String template) throws IOException {
        InputStream in = System.in;
        System.setIn(new ByteArrayInputStream((expected.get("question").asText() + "\n")
                .getBytes(StandardCharsets.UTF_8)));
        try {
            Terminal run = run("chat", model);
            assertThat(run.out()).isEqualTo("%s%n".formatted(expected.get("answer").asText()));
            assertThat(run.err()).contains("asked as " + template)
                    .contains("; %d tokens read".formatted(expected.get("prompt_tokens").asInt()));
        } finally {
            System.setIn(in);
        }
    }
}

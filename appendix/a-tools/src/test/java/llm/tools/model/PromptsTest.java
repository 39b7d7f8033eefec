package llm.tools.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import llm.model.DecoderModel;
import llm.model.GptConfig;
import llm.pretrain.folder.PretrainedModel;
import llm.pretrain.folder.StopTokens;
import llm.tools.Fixtures;
import llm.tools.Terminal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Prompts")
class PromptsTest {
    @TempDir
    private Path folder = Path.of("");
    private Path model = Path.of("");

    @BeforeEach
    void save() throws IOException {
        model = Fixtures.withTokenizer(folder.resolve("model"));
    }

    private Terminal generate(String... arguments) {
        List<String> all = new ArrayList<>(List.of("generate", "--model", model.toString()));
        all.addAll(Arrays.asList(arguments));
        return Terminal.run(all.toArray(String[]::new));
    }

    private JsonNode json(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--json";
        all[arguments.length + 1] = "--ignore-eos";
        Terminal run = generate(all);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return Fixtures.json(run.out());
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    /// Runs with this text as standard input.
    private static <T> T reading(String text, Supplier<T> command) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        try {
            return command.get();
        } finally {
            System.setIn(before);
        }
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(strings = {"the cat", " ", "the\n\ncat ä 日"})
    @DisplayName("come from the command line, a file or standard input, and are the same")
    void sources(String escaped) throws IOException {
        String text = escaped.isEmpty() ? " " : escaped.replace("\\n", "\n");
        JsonNode direct = json("--prompt", text, "--max-new-tokens", "4");
        Path file = file("prompt.txt", text + "\n");

        assertThat(json("--prompt-file", file.toString(), "--max-new-tokens", "4"))
                .isEqualTo(direct);
        assertThat(reading(text + "\r\n", () -> json("--prompt", "-", "--max-new-tokens", "4")))
                .isEqualTo(direct);
        assertThat(Terminal.run("next", "--model", model.toString(), "--prompt-file",
                file.toString()).out()).isEqualTo(Terminal.run("next", "--model",
                        model.toString(), "--prompt", text).out()).contains("%");
    }

    @Test
    @DisplayName("in a file of lines are continued together, each as it would be alone")
    void together() throws IOException {
        int[] ids = Fixtures.TOKENIZER.encode("the dog");
        String many = IntStream.range(0, 40).mapToObj(i -> "\"the " + "cat ".repeat(i % 3) + "\"")
                .reduce((a, b) -> a + "\n" + b).orElseThrow();
        Path file = file("prompts.jsonl", "\"the cat\"\n\n{\"prompt\": \"a\\nb\"}\n{\"prompt\": "
                + Arrays.toString(ids) + "}\n" + many + "\n");
        String[] drawing = {"--max-new-tokens", "5", "--temperature", "1"};
        String[] all = with(drawing, "--ignore-eos", "--seed", "7");
        Terminal run = generate(with(all, "--prompts", file.toString()));

        assertThat(run.exitCode()).as(run.err()).isZero();
        List<JsonNode> results = run.out().lines().map(Fixtures::json).toList();
        assertThat(results).hasSize(43);
        List<String> prompts = new ArrayList<>(List.of("the cat", "a\nb", "the dog"));
        many.lines().forEach(line -> prompts.add(line.substring(1, line.length() - 1)));
        for (int i = 0; i < prompts.size(); i++) {
            assertThat(results.get(i)).isEqualTo(json(with(drawing, "--prompt", prompts.get(i),
                    "--seed", String.valueOf(7 + i))));
        }
        assertThat(reading(Files.readString(file), () -> generate(with(all, "--prompts", "-")))
                .out()).isEqualTo(run.out());
    }

    private static String[] with(String[] first, String... others) {
        String[] all = Arrays.copyOf(first, first.length + others.length);
        System.arraycopy(others, 0, all, first.length, others.length);
        return all;
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"the cat", "{}", "17", "[1, 2]", "{\"prompt\": 3}", "null",
        "{\"prompt\": [1.5]}", "{\"prompt\": \"a\", \"max_tokens\": 5}"})
    @DisplayName("that are something else are refused with the number of their line")
    void wrongLine(String line) throws IOException {
        Terminal run = generate("--prompts", file("p.jsonl", "\"a\"\n" + line + "\n").toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("Line 2 of ").contains("must be a JSON string, or an "
                + "object with the field prompt alone").hasLineCount(1);
    }

    @Test
    @DisplayName("must be there, and fit the model, before any is continued")
    void unfit() throws IOException {
        assertThat(generate("--prompts", file("p.jsonl", "\n").toString()).err())
                .contains("p.jsonl must hold a prompt, got none.");
        Terminal run = generate("--prompts", file("p.jsonl", "\"a\"\n\"\"\n").toString());
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("Line 2 of ")
                .contains(" must have 1 to 16 tokens, got 0.");
    }

    @Test
    @DisplayName("in bytes that are not UTF-8 are refused")
    void notUtf8() throws IOException {
        Path file = Files.write(folder.resolve("p"), new byte[] {'a', (byte) 0xff});

        Terminal run = generate("--prompt-file", file.toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains(file + " must be UTF-8 text, got other bytes");
    }

    @Test
    @DisplayName("hold special tokens as plain text, unless they are allowed")
    void specialTokens() {
        int end = Fixtures.TOKENIZER.endOfText().orElseThrow();
        String text = "<|endoftext|>";

        assertThat(Fixtures.ints(json("--prompt", text, "--max-new-tokens", "1").get("promptIds")))
                .isEqualTo(Fixtures.TOKENIZER.encode(text)).doesNotContain(end);
        assertThat(Fixtures.ints(json("--prompt", text, "--max-new-tokens", "1",
                "--allow-special").get("promptIds"))).containsExactly(end);
    }

    @Test
    @DisplayName("are continued up to a stop text, which is not part of the result")
    void stops() {
        String[] arguments = {"--prompt", "the cat", "--max-new-tokens", "12", "--temperature",
            "1", "--seed", "4"};
        JsonNode whole = json(arguments);
        String text = whole.get("text").asText();
        int place = IntStream.range(1, text.length())
                .filter(i -> text.charAt(i) > ' ' && text.charAt(i) < 127)
                .filter(i -> text.indexOf(text.charAt(i)) == i).findFirst().orElseThrow();
        String stop = text.substring(place, place + 1);
        JsonNode cut = json(with(arguments, "--stop", "never written", "--stop", stop));

        assertThat(cut.get("text").asText()).isEqualTo(text.substring(0, place));
        assertThat(cut.get("ids").size()).isLessThan(whole.get("ids").size());
        assertThat(whole.get("ids").toString())
                .startsWith(cut.get("ids").toString().replace("]", ""));
        Terminal streamed = generate(with(arguments, "--ignore-eos", "--stop", stop));
        assertThat(streamed.out()).isEqualTo("the cat" + text.substring(0, place)
                + System.lineSeparator());
    }

    @Test
    @DisplayName("get a sentence, not a text, from a model whose scores are no numbers")
    void notNumbers() throws IOException {
        DecoderModel broken = new DecoderModel(
                GptConfig.of(Fixtures.TOKENIZER.vocabSize(), 16, 8, 2, 1), 1);
        broken.finalNorm().parameters()
                .forEach(weight -> weight.copyFrom(weight.mul(Double.NaN)));
        new PretrainedModel(broken, Optional.of(Fixtures.TOKENIZER),
                StopTokens.NONE).save(model, "");

        for (String command : List.of("generate", "next")) {
            Terminal run = Terminal.run(command, "--model", model.toString(), "--prompt", "the");
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).startsWith("scores must be numbers, got NaN for token 0; ")
                    .hasLineCount(1);
        }
    }
}

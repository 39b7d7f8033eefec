package llm.tools.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.stream.Stream;
import llm.tools.Fixtures;
import llm.tools.Terminal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("llm eval mmlu")
class EvalMmluCommandTest {
    private static final Path FIXTURE = Path.of(
            "../../chapters/ch09-evaluation/src/test/resources/fixtures/mmlu");

    private static Terminal mmlu(String... more) {
        return told(Stream.concat(Stream.of("--quiet"), Stream.of(more)).toArray(String[]::new));
    }

    /// With all that is said meanwhile.
    private static Terminal told(String... more) {
        return Terminal.run(Stream.concat(Stream.of("eval", "mmlu", "--model",
                FIXTURE.resolve("model").toString(), "--data", FIXTURE.resolve("data").toString()),
                Stream.of(more)).toArray(String[]::new));
    }

    @Test
    @DisplayName("gives the public harness's rates, by subject and in all")
    void givesRates() throws Exception {
        Terminal run = mmlu("--shots", "5", "--method", "continuation", "--norm", "chars",
                "--json");

        JsonNode got = Fixtures.json(run.out());
        JsonNode expected = expected("continuation", 5).get("acc_norm");
        assertThat(got.get("accuracy").asDouble())
                .isCloseTo(expected.at("/all/value").asDouble(), within(1e-9));
        assertThat(got.get("stderr").asDouble())
                .isCloseTo(expected.at("/all/stderr").asDouble(), within(1e-9));
        assertThat(got.get("pooledStderr").asDouble())
                .isCloseTo(expected.get("pooled_stderr").asDouble(), within(1e-9));
        assertThat(got.at("/subjects/word_forms/accuracy").asDouble())
                .isCloseTo(expected.at("/subjects/word_forms/value").asDouble(), within(1e-9));
        assertThat(got.at("/subjects/word_forms/questions").asInt()).isEqualTo(12);
        assertThat(got.get("questions").asInt()).isEqualTo(36);
    }

    private static JsonNode expected(String method, int shots) throws Exception {
        return new com.fasterxml.jackson.databind.ObjectMapper()
                .readTree(FIXTURE.resolve("mmlu.json").toFile()).get("runs").valueStream()
                .filter(run -> run.get("method").asText().equals(method)
                        && run.get("shots").asInt() == shots)
                .findFirst().orElseThrow().get("results");
    }

    @Test
    @DisplayName("prints a table, and what chance would give")
    void printsTable() {
        assertThat(mmlu("--subjects", "word_forms", "--count", "4").out())
                .contains("word forms", "(4 questions)", "pooled over subjects",
                        "guessing gives 0.0 to 67.4 %");
    }

    @Test
    @DisplayName("gives no error of one question")
    void oneQuestion() throws Exception {
        String[] one = {"--subjects", "word_forms", "--count", "1"};
        assertThat(mmlu(one).out()).contains(" ± ?  (1 questions)").doesNotContain("NaN", "pooled");
        JsonNode json = Fixtures.json(mmlu(Stream.concat(Stream.of(one), Stream.of("--json"))
                .toArray(String[]::new)).out());
        assertThat(json.get("stderr").isNull()).isTrue();
        assertThat(json.get("pooledStderr").isNull()).isTrue();
        assertThat(json.at("/subjects/word_forms/stderr").isNull()).isTrue();
    }

    @Test
    @DisplayName("shows published scores below, in the text alone")
    void printsPublished() {
        String text = mmlu("--subjects", "word_forms", "--count", "1").out();
        assertThat(text).contains("from row to row",
                "GPT-2 124M     25.57 %  0 shots, text, sum");
        assertThat(text.indexOf("GPT-2 124M")).isGreaterThan(text.indexOf("Mean over subjects"));
        assertThat(mmlu("--subjects", "word_forms", "--count", "1", "--json").out())
                .doesNotContain("GPT-2");
    }

    @Test
    @DisplayName("shows the first prompts, with what the model made of them")
    void showsPrompts() {
        Terminal likeliest = told("--count", "2", "--show-prompt", "1");
        assertThat(likeliest.err()).contains("--- prompt 1", "Answer:", "--- \" A\" -")
                .containsPattern(": (right|wrong)").doesNotContain("--- prompt 2");
        assertThat(told("--count", "1", "--show-prompt", "1", "--method", "generate").err())
                .containsPattern("names (no choice|[ABCD]): (right|wrong)");
    }

    @Test
    @DisplayName("lets the model write its answer, too")
    void generates() throws Exception {
        Terminal run = mmlu("--method", "generate", "--count", "2", "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(Fixtures.json(run.out()).get("questions").asInt()).isEqualTo(6);
    }

    @Test
    @DisplayName("says what must hold")
    void refuses() {
        assertThat(mmlu("--method", "guess").err())
                .contains("--method must be one of letter, letter-tight, continuation, "
                        + "generate, got guess");
        Terminal tight = mmlu("--shots", "5", "--method", "letter-tight");
        assertThat(tight.exitCode()).isEqualTo(2);
        assertThat(tight.err()).contains("--shots must be 0 with --method letter-tight, which "
                + "shows no examples, got 5.");
        assertThat(mmlu("--shots", "9").err()).contains("must hold 9 examples or more, got");
        assertThat(mmlu("--subjects", "law").err())
                .contains("--subjects must be some of kitchen_measures, ", "got law");
        assertThat(Terminal.run("eval", "mmlu", "--model", FIXTURE.resolve("model").toString(),
                "--data", FIXTURE.toString()).err()).contains("test/SUBJECT_test.csv");
    }
}

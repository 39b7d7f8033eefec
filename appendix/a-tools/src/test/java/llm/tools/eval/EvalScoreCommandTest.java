package llm.tools.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import llm.instruct.Instruction;
import llm.instruct.Response;
import llm.instruct.Responses;
import llm.tools.Fixtures;
import llm.tools.Terminal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("llm eval score")
class EvalScoreCommandTest {
    @TempDir
    private Path folder = Path.of("");
    private Path answers = Path.of("");

    /// Four answers: `answer 0` to `answer 3`.
    @BeforeEach
    void answer() throws IOException {
        answers = folder.resolve("answers.json");
        new Responses(IntStream.range(0, 4).mapToObj(i -> new Response(
                Instruction.of("Question " + i + "?", "right"), "answer " + i, true)).toList())
                .save(answers);
    }

    private static Terminal score(String... arguments) {
        return Terminal.run(Stream.concat(Stream.of("eval", "score", "--quiet"),
                Stream.of(arguments)).toArray(String[]::new));
    }

    private Terminal judged(JudgeEndpoint judge, String... more) {
        return score(Stream.concat(Stream.of("--answers", answers.toString(), "--judge",
                judge.address(), "--judge-model", "m"), Stream.of(more)).toArray(String[]::new));
    }

    private static String reply(String prompt) {
        return prompt.contains("answer 0") ? "20" : prompt.contains("answer 1") ? "I like it"
                : prompt.contains("answer 2") ? "60" : "100";
    }

    private Path file(String name, String scores) throws IOException {
        return Files.writeString(folder.resolve(name), scores);
    }

    @Test
    @DisplayName("asks about each answer; a reply without a number is counted, and no score")
    void asks() throws IOException {
        Path saved = folder.resolve("scores.json");
        try (var judge = new JudgeEndpoint(EvalScoreCommandTest::reply)) {
            JsonNode got = Fixtures.json(judged(judge, "--json", "--save", saved.toString()).out())
                    .at("/judges/0");

            assertThat(got.get("judge").asText()).isEqualTo("m");
            assertThat(got.get("mean").asDouble()).isCloseTo(60, within(1e-12));
            assertThat(got.get("stderr").asDouble())
                    .isCloseTo(Math.sqrt(3_200 / 2.0 / 3), within(1e-12));
            assertThat(got.get("scored").asInt()).isEqualTo(3);
            assertThat(got.get("unreadable").asInt()).isEqualTo(1);
            assertThat(judge.models()).containsExactly("m", "m", "m", "m");
            assertThat(saved).hasContent("[20, null, 60, 100]");
            assertThat(judged(judge, "--count", "2").out())
                    .startsWith("m: mean 20.0, 1 of 2 scored, 1 without a readable score");
        }
    }

    /// Of the answers that both scored, 20, 60, 100 and 10, 40, 30: Σxy = 800, Σxx = 3200,
    /// Σyy = 4200/9.
    @Test
    @DisplayName("correlates judges where both gave a score")
    void correlates() throws IOException {
        Path other = file("other.json", "[10, 50, 40, 30]");
        try (var judge = new JudgeEndpoint(EvalScoreCommandTest::reply)) {
            Terminal text = judged(judge, "--scores", other.toString());
            JsonNode got = Fixtures.json(judged(judge, "--scores", other.toString(), "--json")
                    .out()).at("/agreement/0");

            assertThat(got.get("judge").asText()).isEqualTo("m");
            assertThat(got.get("other").asText()).isEqualTo(other.toString());
            assertThat(got.get("pearson").asDouble())
                    .isCloseTo(800 / Math.sqrt(3_200 * 4_200 / 9.0), within(1e-12));
            assertThat(got.get("spearman").asDouble()).isCloseTo(0.5, within(1e-12));
            assertThat(got.get("kendall").asDouble()).isCloseTo(1 / 3.0, within(1e-12));
            assertThat(got.get("answers").asInt()).isEqualTo(3);
            assertThat(text.out()).contains("m and " + other
                    + ": Pearson 0.655, Spearman 0.500, Kendall 0.333 (3 answers)");
        }
    }

    @Test
    @DisplayName("compares each two of several judges, and says where there is no correlation")
    void compares() throws IOException {
        Terminal run = score("--scores", file("a.json", "[1, 2, 3]").toString(),
                "--scores", file("b.json", "[2, 4, 9]").toString(),
                "--scores", file("c.json", "[5, 5, 5]").toString());

        assertThat(run.out().lines()).hasSize(6);
        assertThat(run.out()).contains("a.json: mean 2.0 ± 0.6, 3 of 3 scored",
                "Spearman 1.000, Kendall 1.000 (3 answers)",
                "c.json have no correlation: y must not be the same everywhere, got 5.0 3 times");
    }

    /// One judge is a file, the other one a server that says again what it once said.
    @Test
    @DisplayName("correlates two judges of the course's answers as SciPy does")
    void course() throws IOException {
        String data = System.getenv("LLM_DATA_DIR");
        assumeTrue(data != null && Files.exists(Path.of(data, "eval-example-data.json"))
                && Files.exists(Path.of(data, "judge", "gpt4-model-1-response.json")),
                "LLM_DATA_DIR must name the folder with eval-example-data.json and judge");
        Path gpt4 = Path.of(data, "judge", "gpt4-model-1-response.json");
        var llama3 = Fixtures.json(Path.of(data, "judge", "llama3-8b-model-1-response.json"))
                .iterator();
        try (var judge = new JudgeEndpoint(_ -> llama3.next().asText())) {
            JsonNode got = Fixtures.json(score("--answers",
                    Path.of(data, "eval-example-data.json").toString(), "--field",
                    "model 1 response", "--judge", judge.address(), "--judge-model", "llama3",
                    "--scores", gpt4.toString(), "--json").out());

            assertThat(got.at("/judges/0/mean").asDouble()).isCloseTo(77.05, within(1e-9));
            assertThat(got.at("/judges/1/mean").asDouble()).isCloseTo(74.09, within(1e-9));
            assertThat(got.at("/agreement/0/spearman").asDouble())
                    .isCloseTo(0.6984056005946799, within(1e-12));
            assertThat(got.at("/agreement/0/kendall").asDouble())
                    .isCloseTo(0.5729204292295474, within(1e-12));
            assertThat(got.at("/agreement/0/answers").asInt()).isEqualTo(100);
        }
    }

    @Test
    @DisplayName("reads the course's file of two models' answers by the name of a field")
    void courseAnswers() throws IOException {
        Path two = file("two.json", """
                [{"instruction": "Add.", "input": "3 and 4", "output": "7",
                  "model 1 response": "\\n7", "model 2 response": "8"}]""");
        try (var judge = new JudgeEndpoint(prompt -> prompt.contains("\n8\n") ? "0" : "95")) {
            List<String> means = Stream.of("model 1 response", "model 2 response")
                    .map(field -> score("--answers", two.toString(), "--field", field, "--judge",
                            judge.address(), "--judge-model", "m").out().strip()).toList();
            assertThat(means.getFirst()).startsWith("m: mean 95.0, 1 of 1 scored");
            assertThat(means.getLast()).startsWith("m: mean 0.0, 1 of 1 scored");
        }
    }

    @Test
    @DisplayName("says what must hold, before the judge is asked")
    void refuses() throws IOException {
        assertThat(score().err()).contains("--judge or --scores must be given, got neither.");
        assertThat(score("--scores", file("d.json", "[1]").toString(), "--save", "s.json").err())
                .contains("--save needs --judge, whose scores it writes.");
        assertThat(score("--judge", "http://localhost:1/v1", "--judge-model", "m").err())
                .contains("--judge needs --answers, which it scores.");
        try (var judge = new JudgeEndpoint(_ -> "very good")) {
            assertThat(judged(judge, "--scores", file("e.json", "[1, 2]").toString()).err())
                    .contains("the same 4 answers, got 2 scores in");
            assertThat(judge.models()).isEmpty();
            assertThat(judged(judge).err()).contains("The judge m must score one answer at least");
        }
    }
}

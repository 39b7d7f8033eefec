package llm.tools.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import llm.instruct.Instruction;
import llm.instruct.Response;
import llm.instruct.Responses;
import llm.tools.Fixtures;
import llm.tools.Terminal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("llm eval judge")
class EvalJudgeCommandTest {
    @TempDir
    private Path folder = Path.of("");
    private Path good = Path.of("");
    private Path bad = Path.of("");

    /// Of ten questions the one answers eight right, the other five.
    @BeforeEach
    void answer() throws IOException {
        good = write("good.json", 8);
        bad = write("bad.json", 5);
    }

    private Path write(String name, int right) throws IOException {
        List<Response> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Instruction question = new Instruction("Say the number " + i + ".", "", "It is " + i);
            all.add(new Response(question, i < right ? "it is " + i : "I do not know that", true));
        }
        Path file = folder.resolve(name);
        new Responses(all).save(file);
        return file;
    }

    private Terminal judge(String... more) {
        var args = new ArrayList<>(List.of("eval", "judge", "--answers", good.toString(),
                "--against", bad.toString(), "--quiet"));
        args.addAll(List.of(more));
        return Terminal.run(args.toArray(String[]::new));
    }

    @Test
    @DisplayName("counts wins and draws by rules: three wins and seven draws are 65 %")
    void judgesByRules() {
        JsonNode got = Fixtures.json(judge("--judge", "rules", "--json").out());

        assertThat(got.get("winRate").asDouble()).isCloseTo(65, within(1e-9));
        assertThat(got.get("stderr").asDouble()).isCloseTo(                 // of 0.5 and 1
                100 * Math.sqrt((3 * 0.35 * 0.35 + 7 * 0.15 * 0.15) / 9 / 10), within(1e-9));
        assertThat(got.get("pairs").asInt()).isEqualTo(10);
        assertThat(got.get("wins").asInt()).isEqualTo(3);
        assertThat(got.get("draws").asInt()).isEqualTo(7);
        assertThat(got.get("flips").asDouble()).isZero();
    }

    /// Always the first answer: each pair flips, and nobody wins.
    @Test
    @DisplayName("asks a model behind an address, in both orders")
    void asksModel() throws IOException {
        try (var endpoint = new JudgeEndpoint(_ -> "Both fit.\nVerdict: A")) {
            JsonNode got = Fixtures.json(judge("--judge", endpoint.address(), "--judge-model", "m",
                    "--count", "3", "--json").out());

            assertThat(got.get("winRate").asDouble()).isEqualTo(50);
            assertThat(got.get("flips").asDouble()).isEqualTo(100);
            assertThat(endpoint.models()).containsExactly("m", "m", "m", "m", "m", "m");
        }
    }

    @Test
    @DisplayName("says what must hold")
    void refuses() {
        assertThat(judge("--judge", "http://localhost:1/v1").err())
                .contains("--judge-model must name the model");
        assertThat(judge("--judge", "nobody", "--judge-model", "m").err())
                .contains("address must be http://HOST");
    }
}

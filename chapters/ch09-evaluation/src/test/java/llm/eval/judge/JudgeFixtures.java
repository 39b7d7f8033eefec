package llm.eval.judge;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import llm.instruct.Instruction;
import llm.instruct.JsonEntry;

/// Numbers that others computed (AlpacaEval's own code, SciPy), and the course's answers.
final class JudgeFixtures {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JudgeFixtures() {
    }

    static JsonNode json(String name) throws IOException {
        try (InputStream file = JudgeFixtures.class.getResourceAsStream("/fixtures/" + name)) {
            return JSON.readTree(Objects.requireNonNull(file, name));
        }
    }

    static double[] doubles(JsonNode array) {
        return array.valueStream().mapToDouble(JsonNode::asDouble).toArray();
    }

    static int[] minus(JsonNode array, JsonNode other) {
        return IntStream.range(0, array.size())
                .map(i -> array.get(i).asInt() - other.get(i).asInt()).toArray();
    }

    /// The course's 100 questions with the answers of two models.
    static List<AnswerPair> coursePairs() throws IOException {
        return JsonEntry.read(data("eval-example-data.json")).stream().map(entry -> new AnswerPair(
                new Instruction(entry.text("instruction"), entry.text("input"),
                        entry.text("output")),
                entry.text("model 1 response").strip(), entry.text("model 2 response").strip()))
                .toList();
    }

    /// What a judge gave the answers of a model, 1 or 2.
    static Scores courseScores(String judge, int model) throws IOException {
        return Scores.load(data("judge/%s-model-%d-response.json".formatted(judge, model)));
    }

    /// A file of the course; where it is missing, the test is skipped and says so.
    private static Path data(String name) {
        String folder = System.getenv("LLM_DATA_DIR");
        assumeTrue(folder != null && Files.exists(Path.of(folder, name)),
                "LLM_DATA_DIR must name the folder with " + name);
        return Path.of(folder, name);
    }
}

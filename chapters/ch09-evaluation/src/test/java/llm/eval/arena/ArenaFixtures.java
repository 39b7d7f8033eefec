package llm.eval.arena;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// Battles, the ratings that other programs computed for them, and how to compare with these.
final class ArenaFixtures {
    static final double ELO = 1e-8;                          // relative
    static final double RATING = 1e-3;                       // points
    static final double STANDARD_ERROR = 1e-3;               // relative

    private ArenaFixtures() {
    }

    static Path file(String name) {
        try {
            return Path.of(Objects.requireNonNull(
                    ArenaFixtures.class.getResource("/fixtures/" + name), name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /// `battles`, `undefeated` or `split`.
    static List<Battle> battles(String name) {
        try {
            return BattleFile.read(file("arena/" + name + ".json"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// What is expected of them.
    static JsonNode arena() {
        return json(file("arena/arena.json"));
    }

    /// The other set, with its battles inside.
    static JsonNode metrics() {
        return json(file("metrics/ratings.json"));
    }

    static List<Battle> battles(JsonNode array) {
        return array.valueStream().map(each -> new Battle(each.get("model_a").asText(),
                each.get("model_b").asText(), Battle.Winner.named(each.get("winner").asText())))
                .toList();
    }

    private static JsonNode json(Path file) {
        try {
            return new ObjectMapper().readTree(Files.readString(file));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<String> names(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }

    static Map<String, Double> numbers(JsonNode object) {
        Map<String, Double> numbers = new TreeMap<>();
        object.propertyStream().forEach(each ->
                numbers.put(each.getKey(), each.getValue().asDouble()));
        return numbers;
    }

    static void assertClose(Map<String, Double> got, Map<String, Double> want, double tolerance) {
        assertThat(got.keySet()).isEqualTo(want.keySet());
        got.forEach((model, value) -> assertThat(value).as(model)
                .isCloseTo(want.get(model), within(tolerance)));
    }

    static void assertRelativelyClose(Map<String, Double> got, Map<String, Double> want,
                                      double tolerance) {
        assertThat(got.keySet()).isEqualTo(want.keySet());
        got.forEach((model, value) -> assertThat(value).as(model)
                .isCloseTo(want.get(model), within(tolerance * want.get(model))));
    }
}

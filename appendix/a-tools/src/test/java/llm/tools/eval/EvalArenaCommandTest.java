package llm.tools.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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

@DisplayName("llm eval arena")
class EvalArenaCommandTest {
    private static final Path FIXTURES = Path.of(
            "../../chapters/ch09-evaluation/src/test/resources/fixtures/arena");

    private static Terminal arena(Path battles, String... more) {
        var args = new ArrayList<>(List.of("eval", "arena", "--battles",
                battles.toString()));
        args.addAll(List.of(more));
        return Terminal.run(args.toArray(String[]::new));
    }

    @Test
    @DisplayName("gives Elo, Bradley-Terry's ratings and their intervals")
    void rates() throws IOException {
        JsonNode expected = new ObjectMapper().readTree(FIXTURES.resolve("arena.json").toFile());

        JsonNode got = Fixtures.json(arena(FIXTURES.resolve("battles.json"), "--k", "32",
                "--json").out());

        expected.at("/elo/32").propertyStream().forEach(each ->
                assertThat(got.at("/elo/" + each.getKey()).asDouble())
                        .isCloseTo(each.getValue().asDouble(), within(1e-5)));
        expected.at("/bradley_terry/ratings").propertyStream().forEach(each ->
                assertThat(got.at("/bradleyTerry/" + each.getKey()).asDouble())
                        .isCloseTo(each.getValue().asDouble(), within(1e-3)));
        expected.at("/bradley_terry/interval_95").propertyStream().forEach(each ->
                assertThat(got.at("/intervals/" + each.getKey() + "/0").asDouble())
                        .isCloseTo(each.getValue().get(0).asDouble(), within(0.1)));
    }

    @Test
    @DisplayName("may count in other points, and draw the intervals")
    void takesOptions(@TempDir Path folder) throws IOException {
        JsonNode usual = Fixtures.json(arena(FIXTURES.resolve("battles.json"), "--json").out());
        JsonNode other = Fixtures.json(arena(FIXTURES.resolve("battles.json"), "--json", "--scale",
                "200", "--start", "0", "--bootstrap", "20", "--out", folder.toString()).out());

        assertThat(other.at("/bradleyTerry/fern").asDouble()).isCloseTo(
                (usual.at("/bradleyTerry/fern").asDouble() - 1000) / 2, within(1e-9));
        assertThat(other.at("/intervals/fern/0").asDouble())
                .isLessThan(other.at("/bradleyTerry/fern").asDouble());
        assertThat(folder.resolve("win-rates.svg")).content().contains("Win rates");
    }

    @Test
    @DisplayName("names a model that never lost, without a number")
    void namesUnbounded(@TempDir Path folder) throws IOException {
        Path battles = Files.writeString(folder.resolve("b.json"),
                "[[\"a\", \"b\"], [\"b\", \"c\"], [\"c\", \"b\"], [\"a\", \"c\"]]");

        JsonNode got = Fixtures.json(arena(battles, "--json").out());

        assertThat(got.at("/unbounded/a").asText()).isEqualTo("+");
        assertThat(got.get("bradleyTerry").has("a")).isFalse();
        assertThat(got.at("/bradleyTerry/b").asDouble()).isEqualTo(1000);
        assertThat(arena(battles).out()).contains("a").doesNotContain("Infinity", "NaN");
    }
}

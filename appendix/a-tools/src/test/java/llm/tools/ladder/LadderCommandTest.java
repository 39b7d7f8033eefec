package llm.tools.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import llm.tools.Fixtures;
import llm.tools.Terminal;
import llm.tools.cli.DiskRoom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("llm ladder")
class LadderCommandTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    @DisplayName("trains the rungs that are asked for on the same data, and draws their losses")
    void runs() {
        Terminal run = Terminal.run("ladder", "--steps", "3", "--megabytes", "0.2",
                "--vocab-size", "400", "--rungs", "gpt2,decay", "--shorter", "0.67",
                "--out", folder.toString(), "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode rungs = Fixtures.json(run.out()).get("rungs");
        assertThat(rungs.findValuesAsText("name")).containsExactly("gpt2", "decay");
        for (JsonNode rung : rungs) {
            assertThat(rung.get("steps").asInt()).isEqualTo(3);
            JsonNode points = rung.get("curves").get(0).get("points");
            assertThat(points).hasSize(4);                   // before the first step, and each
            assertThat(points.get(3).get("tokens").asInt()).isEqualTo(3 * 4 * 320);
        }
        assertThat(rungs.get(0).get("shorter").isNull()).isTrue();
        assertThat(rungs.get(1).get("shorter").get("curves").get(0).get("points")).hasSize(3);
        assertThat(folder.resolve("ladder.svg")).content().contains("<svg");
        assertThat(folder.resolve("ladder.png")).isNotEmptyFile();
    }

    @Test
    @DisplayName("looks first whether the disk has room for the text and its tokens")
    void fullDisk() throws IOException {
        Path text = Files.writeString(folder.resolve("text.txt"), "Once ".repeat(1_000));
        Path out = folder.resolve("out");
        for (String[] of : new String[][] {{"--megabytes", "0.2"}, {"--data", text.toString()}}) {
            ScopedValue.where(DiskRoom.USABLE, 10_000L).run(() -> {
                Terminal run = Terminal.run("ladder", "--steps", "1", of[0], of[1], "--out",
                        out.toString());
                assertThat(run.exitCode()).isEqualTo(1);
                assertThat(run.err()).startsWith("The disk of " + out + " must have room for the "
                        + "text and its tokens, about ");
            });
        }
        assertThat(out).doesNotExist();
    }

    @Test
    @DisplayName("refuses rungs that there are not, and lengths that are none")
    void refuses() {
        assertThat(Terminal.run("ladder", "--rungs", "gpt3", "--megabytes", "0.2", "--vocab-size",
                "400", "--out", folder.toString(), "--quiet").err().strip()).isEqualTo(
                "--rungs must be some of gpt2, qwen3, muon, head, decay, smear, got gpt3.");
        assertThat(Terminal.run("ladder", "--steps", "0").err())
                .startsWith("--steps must be from 1 to 1000000000, got 0.");
        assertThat(Terminal.run("ladder", "--minutes", "0").err())
                .startsWith("--minutes must be above 0 and at most 1000000, got 0.");
        assertThat(Terminal.run("ladder", "--shorter", "1").err())
                .startsWith("--shorter must be above 0 and at most 0.999, got 1.");
        assertThat(Terminal.run("ladder", "--seeds", "0").err())
                .startsWith("--seeds must be from 1 to 1000, got 0.");
    }
}

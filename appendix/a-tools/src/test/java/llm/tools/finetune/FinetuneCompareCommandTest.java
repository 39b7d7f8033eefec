package llm.tools.finetune;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import llm.tools.Fixtures;
import llm.tools.Terminal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("llm finetune compare")
class FinetuneCompareCommandTest {
    @TempDir
    private Path folder = Path.of("");

    private Terminal compare(String... more) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            lines.add(i % 2 == 0 ? "dog\tthe dog " + i : "cat\tthe cat " + i);
        }
        Path data = Files.write(folder.resolve("animals.tsv"), lines);
        return Terminal.run(Stream.concat(Stream.of("finetune", "compare", "--model",
                Fixtures.withTokenizer(folder.resolve("model")).toString(), "--data",
                data.toString(), "--epochs", "1", "--quiet"), Stream.of(more))
                .toArray(String[]::new));
    }

    @Test
    @DisplayName("trains every row with every seed beside the baseline, and writes nothing")
    void everyRow() throws IOException {
        Terminal run = compare("--seeds", "2", "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode json = Fixtures.json(run.out());
        assertThat(json.get("baseline").get("mean").asDouble()).isEqualTo(1);
        assertThat(json.get("rows")).hasSize(ComparedRow.values().length).allSatisfy(row -> {
            assertThat(row.get("test")).hasSize(2);
            assertThat(row.get("learning").asLong()).isPositive();
            assertThat(row.get("moreThan").asDouble()).isBetween(-1.0, 0.0);
        });
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("animals.tsv", "model");
        }
    }

    @Test
    @DisplayName("prints a table of the rows that are wanted")
    void table() throws IOException {
        Terminal run = compare("--rows", "last-layer,all");
        assertThat(run.out().lines()).hasSize(4);
        assertThat(run.out()).contains("baseline", "last-layer", "the head alone", "everything");
        assertThat(compare("--rows", "some").err()).contains("--rows must be some of last-block");
    }
}

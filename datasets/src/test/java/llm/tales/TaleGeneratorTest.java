package llm.tales;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The generator")
class TaleGeneratorTest {
    @TempDir
    Path folder;

    @Test
    @DisplayName("writes known bytes for seed 7")
    void knownBytes() throws Exception {
        Path file = folder.resolve("tales.txt");
        TaleGenerator.of(7).writeTo(file, 1_000_000, bytes -> {});
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        assertThat(HexFormat.of().formatHex(digest)).isEqualTo(
                "b7339a5a747ca66a9bd0261f0f6c8d6875ceb02fad0a031fb68ec6da2eaf10fa");
    }

    @Test
    @DisplayName("tells a story by its index as in the stream, and others for other seeds")
    void sameStories() {
        var one = TaleGenerator.of(3);
        List<Tale> first = List.of(one.next(), one.next(), one.next());
        assertThat(TaleGenerator.of(3).stream().limit(3)).isEqualTo(first);
        assertThat(TaleGenerator.of(3).tale(2)).isEqualTo(first.get(2));
        assertThat(TaleGenerator.of(4).next().text()).isNotEqualTo(first.getFirst().text());
        assertThatThrownBy(() -> one.tale(-1)).hasMessage("index must be at least 0, got -1");
    }

    @Test
    @DisplayName("fills a file with whole stories up to the size asked for, and counts them")
    void writes() throws IOException {
        Path file = folder.resolve("new/tales.txt");
        var progress = new ArrayList<Long>();
        TaleStatistics written = TaleGenerator.of(1).writeTo(file, 700_000, progress::add);

        assertThat(Files.size(file)).isBetween(698_000L, 700_000L)
                .isEqualTo(written.entropy().bytes());
        List<String> stories = TaleCorpus.of(file).stories().toList();
        assertThat(stories).hasSize((int) written.entropy().stories())
                .isEqualTo(TaleGenerator.of(1).stream().limit(stories.size())
                        .map(Tale::text).toList());
        assertThat(written.words()).isEqualTo(stories.stream().mapToLong(Prose::countWords).sum());
        assertThat(progress).hasSize(3).isSorted().endsWith(written.entropy().bytes());
        assertThat(TaleGenerator.of(1).measure(700_000)).isEqualTo(written);
    }

    @Test
    @DisplayName("sums the nats of the stories that it wrote, by part")
    void entropy() {
        TaleStatistics counted = TaleGenerator.of(8).measure(100_000);
        List<Tale> tales = TaleGenerator.of(8).stream()
                .limit(counted.entropy().stories()).toList();
        for (Split split : Split.values()) {
            Entropy expected =
                    Entropy.of(tales.stream().filter(tale -> tale.split() == split).toList());
            assertThat(counted.entropy(split).stories()).isEqualTo(expected.stories());
            assertThat(counted.entropy(split).bytes()).isEqualTo(expected.bytes());
            assertThat(counted.entropy(split).nats()).isCloseTo(expected.nats(), within(1e-9));
        }
    }

    @Test
    @DisplayName("leaves the old file alone and no half file behind when it fails")
    void failure() throws IOException {
        Path file = Files.writeString(folder.resolve("tales.txt"), "old");
        assertThatThrownBy(() -> TaleGenerator.of(1).writeTo(file, 1_000_000, bytes -> {
            throw new IllegalStateException("stop");
        })).hasMessage("stop");
        assertThat(file).hasContent("old");
        assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
        assertThatThrownBy(() -> TaleGenerator.of(1).writeTo(file, 10, bytes -> {}))
                .hasMessage("bytes must be at least 2000, got 10");
    }
}

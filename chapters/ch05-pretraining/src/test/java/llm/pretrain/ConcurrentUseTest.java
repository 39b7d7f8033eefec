package llm.pretrain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Longer by `-Dllm.stress.seconds=600`.
@DisplayName("Threads that train, load, generate and compute at once")
class ConcurrentUseTest {

    @Test
    @DisplayName("each get what they get alone, whatever the collector takes back")
    void sameAsAlone() throws IOException, InterruptedException {
        List<String> lines = FreshJvm.run("128m", ConcurrentUse.class,
                Fixtures.folder("gpt2-tiny").toString(),
                System.getProperty("llm.stress.seconds", "20"));
        assertThat(lines).hasSize(7).noneMatch(line -> line.startsWith("wrong"))
                .noneMatch(line -> line.endsWith(" 0 times"));
    }
}

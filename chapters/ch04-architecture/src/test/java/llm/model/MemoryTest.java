package llm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Memory")
class MemoryTest {

    @ParameterizedTest(name = "{0} batch shapes")
    @ValueSource(ints = {1, 20})
    @DisplayName("of a training loop is at step 2,000 at most 16 MiB above step 200, with")
    void doesNotGrow(int shapes) throws IOException, InterruptedException {
        assumeTrue(Files.isReadable(Path.of("/proc/self/status")),
                "resident memory is read from /proc");
        List<String> lines = FreshJvm.run(MemoryLoop.class, Integer.toString(shapes));
        assertThat(Long.parseLong(lines.get(1)) - Long.parseLong(lines.get(0)))
                .isLessThan(16 << 10);
    }
}

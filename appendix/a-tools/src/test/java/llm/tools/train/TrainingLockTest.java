package llm.tools.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The lock of a training")
class TrainingLockTest {
    @TempDir
    private Path folder = Path.of("");

    /// Another process: locks, says so, and waits.
    static final class Holder {
        public static void main(String[] args) throws IOException, InterruptedException {
            try (TrainingLock _ = TrainingLock.take(Path.of(args[0]))) {
                System.out.println("locked");
                Thread.sleep(60_000);
            }
        }
    }

    private Path data() {
        return folder.resolve("out/data");
    }

    private Process holder() throws IOException {
        String java = ProcessHandle.current().info().command().orElse("java");
        Process process = new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"),
                Holder.class.getName(), data().toString()).redirectErrorStream(true).start();
        assertThat(process.inputReader().readLine()).isEqualTo("locked");
        return process;
    }

    @Test
    @DisplayName("names the process that has it, and is free when that was killed")
    void isFreeAfterAKill() throws IOException, InterruptedException {
        Process other = holder();
        try {
            for (int i = 0; i < 2; i++) {
                assertThatIllegalStateException().isThrownBy(() -> TrainingLock.take(data()))
                        .withMessage("A folder must have one training at a time, got a second one "
                                + "for %s: process %d is at work there.",
                                data().toRealPath().getParent(), other.pid());
            }
        } finally {
            other.destroyForcibly().waitFor();
        }
        TrainingLock.take(data()).close();
    }

    @Test
    @DisplayName("excludes within a JVM, and asking for it in vain does not give it away")
    void excludesWithinAProcess() throws IOException {
        try (TrainingLock _ = TrainingLock.take(data())) {
            assertThatIllegalStateException().isThrownBy(() -> TrainingLock.take(data()));
            assertThat(Files.size(data().resolve("lock"))).isPositive();
            assertRefusesOthers();
        }
        TrainingLock.take(data()).close();
    }

    private void assertRefusesOthers() throws IOException {
        String java = ProcessHandle.current().info().command().orElse("java");
        Process process = new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"),
                Holder.class.getName(), data().toString()).redirectErrorStream(true).start();
        assertThat(process.inputReader().readLine())
                .contains("process " + ProcessHandle.current().pid());
    }

    @Test
    @DisplayName("is the same by every path to the folder")
    @DisabledOnOs(OS.WINDOWS)
    void followsLinks() throws IOException {
        Files.createDirectories(data());
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("out"));
        try (TrainingLock _ = TrainingLock.take(data())) {
            assertThatIllegalStateException().isThrownBy(
                    () -> TrainingLock.take(link.resolve("data")));
        }
    }
}

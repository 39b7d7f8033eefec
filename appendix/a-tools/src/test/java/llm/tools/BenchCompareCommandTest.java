package llm.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("llm bench compare")
class BenchCompareCommandTest {
    @TempDir
    private Path root = Path.of("");

    /// A stand-in for Python that prints what a peer would.
    private Contest contest(String script) throws IOException {
        Path python = Files.writeString(root.resolve("python"), "#!/bin/sh\n" + script + "\n");
        assertThat(python.toFile().setExecutable(true)).isTrue();
        return new Contest(root, python.toString());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    @DisplayName("runs the peer's script with the work's sizes and reads its last line")
    void peer() throws IOException {
        Comparison job = Comparison.all().getFirst();
        Contest.Run run = contest("echo \"$*\" > asked; echo noise; "
                + "echo '{\"msPerStep\": 12.5, \"peakRssMiB\": 77}'").peer(job);
        assertThat(run).isEqualTo(new Contest.Run(12.5, 77));
        assertThat(Files.readString(root.resolve("asked"))).contains("peers/train.py",
                "--layers 4 --heads 4 --width 128 --vocab 1024 --batch 16 --context 128");
        assertThat(job.ours()).containsAll(job.peer().subList(1, job.peer().size()));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    @DisplayName("says what a program that fails had to say")
    void failure() throws IOException {
        assertThatThrownBy(() -> contest("echo 'out of memory' >&2; exit 3")
                .peer(Comparison.all().getFirst())).hasMessage("train-small must end well and "
                + "print JSON, got exit code 3: out of memory");
        assertThat(contest("echo 'No module named torch' >&2; exit 1").missingPeer("torch"))
                .hasValue("No module named torch");
        assertThat(contest("exit 0").missingPeer("torch")).isEmpty();
    }

    @Test
    @DisplayName("knows its jobs by name, and an interpreter that is not there")
    void usage() {
        Terminal unknown = Terminal.run("bench", "compare", "--only", "train-huge");
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.err()).contains("--only must name some of [train-small, train-medium, "
                + "decode-124m, train-124m], got [train-huge].");
        assertThatThrownBy(() -> new Contest(root, root.resolve("none").toString())
                .missingPeer("torch")).hasMessageStartingWith("--python must name a Python");
        assertThat(Comparison.all().stream().map(Comparison::name)).isEqualTo(List.of(
                "train-small", "train-medium", "decode-124m", "train-124m"));
    }
}

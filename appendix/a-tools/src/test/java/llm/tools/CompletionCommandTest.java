package llm.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Completion")
class CompletionCommandTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    @DisabledOnOs(OS.WINDOWS)
    @DisplayName("offers the commands to bash")
    void completesInBash() throws IOException, InterruptedException {
        String script = Terminal.run("completion", "bash").out();
        Path file = Files.writeString(folder.resolve("completion"), script
                + "\nCOMP_WORDS=(llm doct); COMP_CWORD=1; _complete_llm; echo \"${COMPREPLY[@]}\"\n");
        var bash = new ProcessBuilder("bash", file.toString()).redirectErrorStream(true).start();

        assertThat(new String(bash.getInputStream().readAllBytes()).strip()).isEqualTo("doctor");
        assertThat(bash.waitFor()).isZero();
    }

    @Test
    @DisplayName("knows each command's options, and brings up zsh first")
    void completesInZsh() {
        var run = Terminal.run("completion", "zsh");

        assertThat(run.out()).startsWith("autoload -Uz compinit").contains("--json");
        assertThat(Terminal.run("completion", "fish").exitCode()).isEqualTo(2);
    }
}

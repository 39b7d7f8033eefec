package llm.tools.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import llm.tools.Terminal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The doctor")
class DoctorCommandTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    @DisplayName("prints JSON and nothing else with --json")
    void printsOnlyJson() throws IOException {
        var run = Terminal.run("doctor", "--json");

        var json = new ObjectMapper().readTree(run.out());
        assertThat(json.get("ready").asBoolean()).isEqualTo(run.exitCode() == 0);
        assertThat(json.get("checks").findValuesAsText("name")).containsExactly("JDK", "CPU",
                "Memory", "Disk", "Cache", "Products", "Fonts", "Jupyter", "LLM_DATA_DIR");
        assertThat(run.err()).isEmpty();
    }

    @Test
    @DisplayName("finds the machine ready when only optional things are missing")
    void optionalThingsDoNotFail() {
        var optional = Diagnosis.optional("Jupyter", "not there", "install it");
        var missing = Diagnosis.missing("JDK", "17", "install 25");

        assertThat(DoctorCommand.Report.of(List.of(optional)).ready()).isTrue();
        assertThat(DoctorCommand.Report.of(List.of(optional, missing)).ready()).isFalse();
    }

    @Test
    @DisplayName("says what to do about each thing that is missing")
    void showsAdvice() {
        var text = new StringWriter();
        var checks = List.of(MachineChecks.jdk(Runtime.Version.parse("17.0.2")),
                MachineChecks.memory(1));
        DoctorCommand.show(DoctorCommand.Report.of(checks), new PrintWriter(text));

        assertThat(text.toString()).contains("✗ JDK", "→ Install JDK 25.0.3 or newer",
                "✗ Memory", "1.0 GiB");
    }

    @Test
    @DisplayName("asks for JDK 25.0.3 or newer, without which some things still work")
    void asksForRelease() {
        for (String older : List.of("25", "25.0.1", "25.0.2+10")) {
            Diagnosis check = MachineChecks.jdk(Runtime.Version.parse(older));
            assertThat(check.status()).as(older).isEqualTo(Diagnosis.Status.OPTIONAL);
            assertThat(check.advice()).startsWith("Install JDK 25.0.3 or newer: ");
        }
        for (String good : List.of("25.0.3+9-LTS", "25.0.10", "25.1", "26", "26-ea+3")) {
            assertThat(MachineChecks.jdk(Runtime.Version.parse(good)).status()).as(good)
                    .isEqualTo(Diagnosis.Status.OK);
        }
    }

    @Test
    @DisplayName("ends with what to do next")
    void next() {
        var text = new StringWriter();
        DoctorCommand.show(DoctorCommand.Report.of(List.of(Diagnosis.ok("JDK", "25"))),
                new PrintWriter(text));

        assertThat(text.toString().strip()).endsWith("Next: ./llm tour");
    }

    @Test
    @DisplayName("looks for Jupyter on the PATH and for text in LLM_DATA_DIR")
    void readsTheEnvironment() throws IOException {
        Path jupyter = Files.createFile(folder.resolve("jupyter"));
        assertThat(jupyter.toFile().setExecutable(true)).isTrue();
        var bare = new SoftwareChecks(folder, Map.of("LLM_DATA_DIR", folder.toString()));
        var full = new SoftwareChecks(folder, Map.of("PATH", folder.toString()));

        assertThat(bare.jupyter().status()).isEqualTo(Diagnosis.Status.OPTIONAL);
        assertThat(full.jupyter()).isEqualTo(Diagnosis.ok("Jupyter", jupyter.toString()));
        assertThat(bare.data().found()).endsWith("holds no the-verdict.txt");
        Files.createFile(folder.resolve("the-verdict.txt"));
        assertThat(bare.data().status()).isEqualTo(Diagnosis.Status.OK);
    }

    @Test
    @DisplayName("reports a cache that cannot be written")
    void reportsAnUnwritableCache() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        var check = new SoftwareChecks(file.resolve("cache"), Map.of()).caches();

        assertThat(check.status()).isEqualTo(Diagnosis.Status.MISSING);
    }
}

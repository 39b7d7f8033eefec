package llm.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import llm.tools.cli.Project;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each command runs in a JVM of its own: the locale is that of a process.
@DisplayName("The locale")
class LocaleTest {
    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"de-DE", "tr-TR", "fa-IR", "ar-EG", "ne-NP"})
    @DisplayName("changes nothing of what is printed: digits, points, capitals")
    void changesNothing(String tag) throws IOException, InterruptedException {
        String model = Fixtures.withTokenizer(folder.resolve("model")).toString();
        for (String command : List.of("plan --cache", "data list", "inspect " + model,
                "plan --preset tiny --batch 1000000000", "finetune clasify",
                "generate --model " + model + " --prompt the --max-new-tokens 3 --temperature 1.5",
                "next --model " + model + " --prompt the")) {
            assertThat(run(tag, command)).as(command).isEqualTo(run("en-US", command))
                    .containsPattern("[a-z]").doesNotContainPattern("[\\p{Nd}&&[^0-9]]");
        }
    }

    @Test
    @DisplayName("changes no name of a checkpoint, for whoever uses the library in it")
    void checkpoints() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "the old fox walks. ".repeat(400));
        Path out = folder.resolve("out");
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.of("fa", "IR"));
        try {
            assertThat(Terminal.run("pretrain", "--data", text.toString(), "--out", out.toString(),
                    "--preset", "tiny", "--context", "16", "--batch", "2", "--steps", "2",
                    "--save-every", "1", "--vocab-size", "280", "--quiet").exitCode()).isZero();
        } finally {
            Locale.setDefault(before);
        }
        try (Stream<Path> files = Files.list(out.resolve("checkpoints"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .contains("step-0000002").allMatch(name -> name.matches("[ -~]+"));
        }
    }

    private static String run(String tag, String command)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>();
        words.add(ProcessHandle.current().info().command().orElse("java"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.contains("jdwp") && !flag.startsWith("-javaagent"))
                .forEach(words::add);
        String[] parts = tag.split("-");
        words.addAll(List.of("-Duser.language=" + parts[0], "-Duser.country=" + parts[1], "-cp",
                System.getProperty("java.class.path"), Project.MAIN_CLASS));
        words.addAll(List.of(command.split(" ")));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return output;
    }
}

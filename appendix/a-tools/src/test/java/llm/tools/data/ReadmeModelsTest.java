package llm.tools.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import llm.data.Catalogue;
import llm.data.Fetch;
import llm.model.DecoderModel;
import llm.model.GptConfig;
import llm.pretrain.folder.PretrainedModel;
import llm.pretrain.folder.StopTokens;
import llm.tools.Fixtures;
import llm.tools.Terminal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// The README's commands themselves, on a model that a hub on this machine offers. The oracle is
/// the same model as we save it.
@DisplayName("The README's example of a public model")
class ReadmeModelsTest {
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|\\S+");
    @TempDir
    private Path folder = Path.of("");

    /// The words of the command that the README's section on models has in this place.
    private static List<String> command(int place) throws IOException {
        String readme = Files.readString(Path.of("..", "..", "README.md"));
        String section = readme.substring(readme.indexOf("\n## Models"));
        String line = section.lines().filter(l -> l.startsWith("./llm ")).toList().get(place)
                .replaceFirst("\\s+#.*", "").substring("./llm ".length());
        return WORD.matcher(line).results()
                .map(word -> Optional.ofNullable(word.group(1)).orElse(word.group())).toList();
    }

    /// Runs that command with other places for the files that it names.
    private Terminal run(int place, Path model) throws IOException {
        return Terminal.run(command(place).stream().map(word -> switch (word) {
            case "gpt2" -> model.toString();
            case "gpt2.gguf" -> model.resolve("gpt2.gguf").toString();
            default -> word;
        }).toArray(String[]::new));
    }

    private Terminal get(PublishedGpt2 hub, Path target) throws IOException {
        List<String> words = command(0);
        assertThat(words.subList(0, 2)).containsExactly("data", "get");
        var out = new StringWriter();
        var err = new StringWriter();
        int exitCode = new CommandLine(new DataGetCommand(Catalogue.load(),
                new Fetch(hub.address(), null))).setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words.get(2), "--out", target.toString());
        return new Terminal(exitCode, out.toString(), err.toString());
    }

    @Test
    @DisplayName("gets GPT-2 as published, writes with it, converts it, and writes with that file")
    void worksOnWhatIsPublished() throws IOException {
        DecoderModel model = new DecoderModel(
                GptConfig.of(Fixtures.TOKENIZER.vocabSize(), 64, 32, 4, 2), 3);
        Path saved = folder.resolve("saved");
        new PretrainedModel(model, Optional.of(Fixtures.TOKENIZER),
                StopTokens.of(Fixtures.TOKENIZER.endOfText().orElseThrow())).save(saved, "");
        Path got = folder.resolve("got");
        try (var hub = PublishedGpt2.serve(model, Files.createDirectory(folder.resolve("hub")))) {
            Terminal run = get(hub, got);
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.out()).isEqualTo("gpt2: 7 files in %s%n".formatted(got));
        }
        for (int place = 1; place < 4; place++) {
            Terminal run = run(place, got);
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.err()).isEmpty();
            assertThat(run.out()).isEqualTo(run(place, saved).out()
                    .replace(saved.toString(), got.toString()));
            if (!command(place).getFirst().equals("convert")) {
                assertThat(run.out()).startsWith("The fox").hasSizeGreaterThan(20);
            }
        }
        assertThat(got.resolve("gpt2.gguf")).isRegularFile();
    }
}

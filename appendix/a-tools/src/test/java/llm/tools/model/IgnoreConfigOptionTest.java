package llm.tools.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import llm.tools.Fixtures;
import llm.tools.Terminal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What a model's configuration holds beside what is read, for each command:")
class IgnoreConfigOptionTest {
    private static final String NEXT = "next --prompt-ids 3,4 --json --model";
    private static final String GENERATE =
            "generate --prompt-ids 3,4 --max-new-tokens 2 --json --model";
    private static final String CONVERT = "convert --to gguf --out OUT --json --model";
    private static final String PERPLEXITY =
            "eval perplexity --ids-file IDS --dtype int8 --json --model";
    @TempDir
    private Path folder;

    @BeforeEach
    void copyFixture() throws IOException {
        Files.copy(Fixtures.GPT2_TINY.resolve("model.safetensors"),
                folder.resolve("model.safetensors"));
        Files.writeString(folder.resolve("ids.json"), "[3, 4, 5, 6]");
    }

    private Terminal run(String command, String field, String... more) throws IOException {
        ObjectNode json = (ObjectNode) Fixtures.json(Fixtures.GPT2_TINY.resolve("config.json"));
        Files.writeString(folder.resolve("config.json"), json.put(field, 30).toString());
        List<String> words = new ArrayList<>(Arrays.asList(command
                .replace("OUT", folder.resolve("model.gguf").toString())
                .replace("IDS", folder.resolve("ids.json").toString()).split(" ")));
        words.add(folder.toString());
        words.addAll(Arrays.asList(more));
        return Terminal.run(words.toArray(String[]::new));
    }

    private String line(String rest) {
        return folder.resolve("config.json") + ": " + rest + System.lineSeparator();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {NEXT, GENERATE, CONVERT, PERPLEXITY})
    @DisplayName("one line on standard error names what is passed over")
    void tells(String command) throws IOException {
        Terminal run = run(command, "unsloth_version");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).isEqualTo(line("passed over fields that do not change what the "
                + "model computes: unsloth_version"));
        assertThat(Fixtures.json(run.out()).isObject()).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {NEXT, GENERATE, CONVERT, PERPLEXITY})
    @DisplayName("--ignore-config passes over what is refused otherwise")
    void ignores(String command) throws IOException {
        Terminal refused = run(command, "logit_scale");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).isEqualTo(line("fields must be supported for GPT-2, got "
                + "logit_scale=30; --ignore-config FIELD passes over one"));

        Terminal run = run(command, "logit_scale", "--ignore-config", "other",
                "--ignore-config", "logit_scale");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).isEqualTo(line("passed over as told, though it may change what the "
                + "model computes: logit_scale=30"));
        assertThat(Fixtures.json(run.out()).isObject()).isTrue();
    }
}

package llm.tools.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import llm.model.DecoderModel;
import llm.model.GptConfig;
import llm.model.ModelSize;
import llm.pretrain.folder.PretrainedModel;
import llm.pretrain.folder.StopTokens;
import llm.text.files.Tokenizers;
import llm.tools.Fixtures;
import llm.tools.Terminal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("llm inspect")
class InspectCommandTest {
    @TempDir
    private Path folder = Path.of("");

    private static JsonNode inspect(Path model, int exitCode) {
        Terminal run = Terminal.run("inspect", model.toString(), "--json");
        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(exitCode);
        return Fixtures.json(run.out());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"gpt2-tiny,GPT-2", "llama-tiny,Llama", "qwen3-tiny,Qwen3",
        "qwen3moe-tiny,Qwen3 with experts", "gemma3-tiny,Gemma 3", "llama3-tiny,Llama",
        "llama-bias-tiny,Llama", "smollm2-tiny,Llama", "qwen2-tiny,Qwen2",
        "qwen2-window-tiny,Qwen2", "qwen3-bias-tiny,Qwen3", "mistral-tiny,Mistral",
        "mixtral-tiny,Mixtral", "phi3-tiny,Phi-3", "phi3-long-tiny,Phi-3", "olmo2-tiny,OLMo 2",
        "olmo3-tiny,OLMo 3"})
    @DisplayName("tells family and sizes, with as many parameters as the loaded model has")
    void families(String name, String family) throws IOException {
        PretrainedModel loaded = PretrainedModel.load(Fixtures.file(name));
        JsonNode told = inspect(Fixtures.file(name), 0).get("model");

        assertThat(told.get("family").asText()).isEqualTo(family);
        assertThat(told.at("/parameters/all").asLong())
                .isEqualTo(loaded.model().parameterCount());
        assertThat(told.at("/sizes/layers").asInt()).isEqualTo(loaded.model().config().layers());
        assertThat(told.at("/sizes/vocabSize").asInt()).isEqualTo(loaded.model().vocabSize());
        assertThat(told.at("/memory/f32").asLong()).isEqualTo(4 * loaded.model().parameterCount());
        assertThat(told.at("/memory/int8").asLong()).isBetween(loaded.model().parameterCount(),
                told.at("/memory/bf16").asLong());
        assertThat(told.at("/cache/token").asLong()).isPositive();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"gpt2-tiny,", "llama-tiny,", "llama3-tiny,", "qwen3-tiny,", "qwen3moe-tiny,",
        "llama-bias-tiny,", "smollm2-tiny,", "qwen2-tiny,", "mixtral-tiny,", "phi3-long-tiny,",
        "olmo2-tiny,",
        "gemma3-tiny,must let every sixth layer see everything",
        "mistral-tiny,must have no window", "phi3-tiny,must have no window",
        "olmo3-tiny,must let every fourth layer see everything",
        "qwen2-window-tiny,must have no window",
        "qwen3-bias-tiny,must be a Llama to have biases in its attention"})
    @DisplayName("says of a conversion to GGUF what ./llm convert will say")
    void conversion(String name, @Nullable String reason) {
        Path model = Fixtures.file(name);
        Terminal run = Terminal.run("convert", "--model", model.toString(), "--to", "gguf",
                "--out", folder.resolve("model.gguf").toString());
        assertThat(run.exitCode()).as(run.err()).isEqualTo(reason == null ? 0 : 1);
        assertConverts(model, run.err(), reason);
    }

    /// @param refused what ./llm convert says
    private static void assertConverts(Path model, String refused, @Nullable String reason) {
        JsonNode told = inspect(model, 0).get("model");
        assertThat(told.get("supported").toString()).contains(
                reason == null ? "convert --to hf or gguf\"" : "convert --to hf\"");
        if (reason == null) {
            assertThat(told.get("unsupported")).isEmpty();
            return;
        }
        String why = told.at("/unsupported/0").asText();
        assertThat(why).startsWith("convert --to gguf, since ").contains(reason);
        assertThat(refused).contains(why.substring("convert --to gguf, since ".length()));
        assertThat(Terminal.run("inspect", model.toString()).out())
                .contains("\nnot with     " + why + "\n");
    }

    @Test
    @DisplayName("says that a tokenizer stands in the way of GGUF, or does not fit the model")
    void tokenizerInTheWay() throws IOException {
        Path model = Fixtures.withTokenizer(folder);
        Path file = model.resolve("tokenizer.json");
        ObjectNode json = (ObjectNode) Fixtures.json(file);
        json.putObject("normalizer").put("type", "NFKC");
        Files.writeString(file, json.toString());
        Terminal run = Terminal.run("convert", "--model", model.toString(), "--to", "gguf",
                "--out", folder.resolve("model.gguf").toString());
        assertConverts(model, run.err(), "must have no normalizer or NFC, got");

        int size = Fixtures.TOKENIZER.vocabSize();
        Path large = folder.resolve("large");
        Tokenizers.save(Fixtures.TOKENIZER, Files.createDirectory(large));
        new PretrainedModel(new DecoderModel(GptConfig.of(size - 1, 16, 8, 2, 1), 1),
                Optional.empty(), StopTokens.NONE).save(large, "");
        assertThat(inspect(large, 1).get("reason").asText()).isEqualTo(large + ": a tokenizer must "
                + "have at most as many tokens as the model's vocabulary, vocabSize=" + (size - 1)
                + ", got " + size);
    }

    @Test
    @DisplayName("tells the tokenizer, its special tokens and whether there is a chat template")
    void tokenizer() throws IOException {
        Path model = Fixtures.withTokenizer(folder);
        JsonNode plain = inspect(model, 0).at("/model/tokenizer");
        assertThat(plain.get("kind").asText()).isEqualTo("byte-level BPE");
        assertThat(plain.get("vocabSize").asInt()).isEqualTo(Fixtures.TOKENIZER.vocabSize());
        assertThat(plain.get("end").asText()).isEqualTo("<|endoftext|>");
        assertThat(plain.get("special").toString()).isEqualTo("[\"<|endoftext|>\"]");
        assertThat(plain.get("chatTemplate").asBoolean()).isFalse();

        Files.writeString(model.resolve("chat_template.jinja"), "{{ messages }}");
        assertThat(inspect(model, 0).at("/model/tokenizer/chatTemplate").asBoolean()).isTrue();
        assertThat(Terminal.run("inspect", model.toString()).out())
                .contains("byte-level BPE, 266 tokens; chat template found", "\"<|endoftext|>\"",
                        "finetune");
        assertThat(inspect(Fixtures.GPT2_TINY, 0).at("/model/tokenizer").isNull()).isTrue();
    }

    @Test
    @DisplayName("reads GGUF files too")
    void files() throws IOException {
        Path model = Fixtures.withTokenizer(folder.resolve("model"));
        Path gguf = folder.resolve("model.gguf");
        assertThat(Terminal.run("convert", "--model", model.toString(), "--to", "gguf", "--out",
                gguf.toString()).exitCode()).isZero();
        JsonNode told = inspect(gguf, 0).get("model");
        assertThat(told.get("format").asText()).isEqualTo("GGUF");
        assertThat(told.get("sizes")).isEqualTo(inspect(model, 0).at("/model/sizes"));
        assertThat(told.get("parameters")).isEqualTo(inspect(model, 0).at("/model/parameters"));
    }

    @Test
    @DisplayName("tells what is passed over, and why a model cannot be loaded, with what to do")
    void refused() throws IOException {
        Path model = Fixtures.withTokenizer(folder);
        Path file = model.resolve("config.json");
        ObjectNode config = (ObjectNode) Fixtures.json(file);
        Files.writeString(file, config.put("output_attentions", true).toString());
        assertThat(inspect(model, 0).at("/model/passedOver/0").asText())
                .contains("passed over fields that do not change", "output_attentions");

        Files.writeString(file, config.put("logit_wobble", 3).toString());
        JsonNode unknown = inspect(model, 1);
        assertThat(unknown.get("loads").asBoolean()).isFalse();
        assertThat(unknown.get("reason").asText()).contains("logit_wobble=3");
        assertThat(unknown.get("advice").asText()).contains("--ignore-config FIELD");
        assertThat(unknown.get("model").isNull()).isTrue();
        assertThat(Terminal.run("inspect", model.toString(), "--ignore-config", "logit_wobble")
                .out()).contains("passed over as told", "logit_wobble=3");

        Files.writeString(file, config.put("model_type", "mamba").toString());
        Terminal other = Terminal.run("inspect", model.toString());
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.out()).contains("cannot be loaded: ", "mamba", "what could be done: ");
    }

    @Test
    @DisplayName("does not believe sizes that the weights do not have")
    void fewerWeights() throws IOException {
        Path model = Fixtures.withTokenizer(folder);
        Path file = model.resolve("config.json");
        ObjectNode config = (ObjectNode) Fixtures.json(file);
        Files.writeString(file, config.put("n_layer", 9).toString());

        assertThat(inspect(model, 1).get("reason").asText()).contains("values that its sizes ask "
                + "for, got " + ModelSize.of(PretrainedModel.readConfig(
                        Fixtures.withTokenizer(folder.resolve("same")).resolve("config.json")))
                        .parameters());
    }
}

package llm.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import llm.model.DecoderModel;
import llm.model.GptConfig;
import llm.pretrain.folder.PretrainedModel;
import llm.tensor.Autograd;
import llm.tensor.IntTensor;
import llm.tensor.Operations;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.file.Safetensors;
import llm.tensor.layer.Linear;
import llm.tensor.op.LinearOp;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An adapter's folder")
class PeftFilesTest {
    @TempDir
    private Path folder;

    private void copy(String name) throws IOException {
        for (String file : List.of("adapter_config.json", "adapter_model.safetensors")) {
            Files.write(folder.resolve(file),
                    Files.readAllBytes(Fixtures.folder("peft/" + name).resolve(file)));
        }
    }

    private void edit(Consumer<ObjectNode> change) throws IOException {
        Path file = folder.resolve("adapter_config.json");
        ObjectNode json = (ObjectNode) Fixtures.json(file);
        change.accept(json);
        Files.writeString(file, json.toString());
    }

    private void editTensors(Consumer<Map<String, Tensor>> change) throws IOException {
        Path file = folder.resolve("adapter_model.safetensors");
        Map<String, Tensor> tensors;
        try (Safetensors open = Safetensors.open(file)) {
            tensors = new LinkedHashMap<>(open.tensors());
        }
        change.accept(tensors);
        Safetensors.write(file, tensors, Map.of());
    }

    private String refusal(DecoderModel model) {
        float[] before = logits(model);
        String[] message = new String[1];
        assertThatThrownBy(() -> PeftAdapter.load(folder, model))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(refused -> message[0] = refused.getMessage());
        assertThat(model.linears().values()).allMatch(layer -> layer.adapter().isEmpty());
        assertThat(model.trainableParameters()).hasSameSizeAs(model.parameters());
        assertThat(logits(model)).containsExactly(before);
        return message[0].replace(folder.toString() + folder.getFileSystem().getSeparator(), "");
    }

    private static float[] logits(DecoderModel model) {
        return Autograd.noGrad(() -> model.forward(
                IntTensor.of(new int[] {1, 5, 7, 2, 9, 3}, 2, 3))).toArray();
    }

    @Nested
    @DisplayName("is refused by name if")
    class Refused {
        private DecoderModel model;

        @BeforeEach
        void load() throws IOException {
            copy("gpt2-qkv-mlp");
            model = Fixtures.model("gpt2-tiny");
        }

        @ParameterizedTest(name = "{0}: {1}")
        @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            "use_dora | true | use_dora must be false: only plain LoRA is supported, got true",
            "bias | \"all\" | bias must be none, got \"all\"",
            "peft_type | \"LOHA\" | peft_type must be LORA, got \"LOHA\"",
            "init_lora_weights | \"pissa\" | init_lora_weights must be one that leaves the base as "
                + "it is, [eva, false, gaussian, orthogonal, true], got \"pissa\"",
            "r | 1.5 | r must be a whole number, got 1.5",
            "use_rslora | 1 | use_rslora must be true or false, got 1",
            "task_type | 1 | task_type must be a text, got 1",
            "rank_pattern | {\"q\": 1.5} | rank_pattern must be an object of numbers, got "
                + "{\"q\":1.5}",
            "rank_pattern | {\"q\": \"4\"} | rank_pattern must be an object of numbers, got "
                + "{\"q\":\"4\"}",
            "target_modules | [4] | target_modules must be a list of names, got [4]",
            "target_modules | \"(q\" | a pattern must be a regular expression, got (q: Unclosed "
                + "group",
            "lora_bias | true | fields must be supported for LoRA, got lora_bias=true",
            "trainable_token_indices | [3] | fields must be supported for LoRA, got "
                + "trainable_token_indices=[3]",
            "layers_to_transform | 1 | fields must be supported for LoRA, got "
                + "layers_to_transform=1",
            "loftq_config | {\"bits\": 4} | fields must be supported for LoRA, got "
                + "loftq_config={\"bits\":4}",
            "use_something_new | true | fields must be supported for LoRA, got "
                + "use_something_new=true"})
        @DisplayName("its configuration has")
        void field(String name, String value, String message) throws IOException {
            JsonNode json = new ObjectMapper().readTree(value);
            edit(config -> config.set(name, json));
            assertThat(refusal(model)).isEqualTo("adapter_config.json: " + message);
        }

        @Test
        @DisplayName("it was made for another model")
        void otherModel() throws IOException {
            assertThat(refusal(Fixtures.model("llama-tiny"))).isEqualTo("adapter_model.safetensors "
                    + "must hold modules that the model has, got transformer.h.0.attn.c_attn; it "
                    + "was made for ../../gpt2-tiny");
            assertThat(refusal(new DecoderModel(GptConfig.of(512, 48, 32, 4, 2), 1))).isEqualTo(
                    "adapter_model.safetensors must hold base_model.model.transformer.h.0.attn."
                    + "c_attn.lora_A.weight as [4, 32], got [4, 64]; it was made for "
                    + "../../gpt2-tiny");
            assertThat(refusal(new DecoderModel(GptConfig.of(512, 48, 64, 4, 3), 1))).isEqualTo(
                    "adapter_model.safetensors must hold all modules that are targeted, got none "
                    + "for transformer.h.2.attn.c_attn; it was made for ../../gpt2-tiny");
        }

        @Test
        @DisplayName("its rank is another than its configuration says")
        void otherRank() throws IOException {
            edit(config -> config.put("r", 5));
            assertThat(refusal(model)).contains("c_attn.lora_A.weight as (rank=5, in), got [4, 64]");
        }

        @Test
        @DisplayName("it holds what is not targeted, lacks a tensor, or has a strange one")
        void otherTensors() throws IOException {
            edit(config -> config.putArray("target_modules").add("c_attn").add("mlp.c_proj"));
            assertThat(refusal(model)).contains("the target_modules of its configuration, got "
                    + "transformer.h.0.mlp.c_fc");
            copy("gpt2-qkv-mlp");
            editTensors(all -> all.remove(
                    "base_model.model.transformer.h.1.mlp.c_fc.lora_B.weight"));
            assertThat(refusal(model)).contains("A and B of each module, got no "
                    + "base_model.model.transformer.h.1.mlp.c_fc.lora_B.weight");
            copy("gpt2-qkv-mlp");
            editTensors(all -> all.put("base_model.model.transformer.wte.lora_embedding_A",
                    Tensor.ones(4, 512)));
            assertThat(refusal(model)).contains("lora_A and lora_B of modules, got "
                    + "base_model.model.transformer.wte.lora_embedding_A");
        }

        @ParameterizedTest
        @ValueSource(strings = {"lm_head", "transformer.wte"})
        @DisplayName("it would replace a part of the model:")
        void savedInside(String module) throws IOException {
            edit(config -> config.putArray("modules_to_save").add(module));
            editTensors(all -> all.put("base_model.model." + module + ".weight",
                    Tensor.ones(512, 64)));
            assertThat(refusal(model)).contains("saved modules that stand behind the model, got "
                    + module);
        }

        @Test
        @DisplayName("the base's head that it holds has another shape")
        void otherHead() throws IOException {
            copy("gpt2-head");
            editTensors(all -> all.put("base_model.model.lm_head.base_layer.weight",
                    Tensor.ones(500, 64)));
            assertThat(refusal(model)).contains(
                    "lm_head.base_layer.weight as [512, 64], got [500, 64]");
        }

        @Test
        @DisplayName("a file is missing, or can run code")
        void files() throws IOException {
            Files.delete(folder.resolve("adapter_model.safetensors"));
            assertThat(refusal(model)).startsWith(
                    "an adapter's folder must hold adapter_model.safetensors, got none in ");
            Files.writeString(folder.resolve("adapter_model.bin"), "x");
            assertThat(refusal(model)).endsWith("; adapter_model.bin can run code when it is read");
        }
    }

    @Test
    @DisplayName("may have a configuration of two fields")
    void smallest() throws IOException {
        copy("llama-qv");
        Files.writeString(folder.resolve("adapter_config.json"),
                "{\"peft_type\": \"LORA\", \"target_modules\": [\"q_proj\", \"v_proj\"]}");
        Lora lora = PeftAdapter.load(folder, Fixtures.model("llama-tiny")).lora();
        assertThat(lora.modules()).allSatisfy(module ->
                assertThat(module.size()).isEqualTo(new LoraConfig.Size(8, 8, false)));
    }

    @Test
    @DisplayName("may leave its targets to the file, or target every linear layer but the head")
    void otherTargets() throws IOException {
        copy("gpt2-qkv-mlp");
        edit(config -> config.putNull("target_modules"));
        assertThat(PeftAdapter.load(folder, Fixtures.model("gpt2-tiny")).lora().modules())
                .hasSize(6);
        edit(config -> config.put("target_modules", "all-linear"));
        assertThat(refusal(Fixtures.model("gpt2-tiny"))).contains("all modules that are targeted, "
                + "got none for transformer.h.0.attn.c_proj");
        Lora lora = Lora.add(Fixtures.model("gpt2-tiny"), LoraConfig.of(2, 4), new RandomState(1));
        PeftAdapter.of(lora, "gpt2-tiny").save(folder);
        edit(config -> config.put("target_modules", "all-linear"));
        assertThat(PeftAdapter.load(folder, Fixtures.model("gpt2-tiny")).lora().modules())
                .hasSize(8);
    }

    @Test
    @DisplayName("of a tied head is merged into the head alone")
    void tiedHead() throws IOException {
        Path source = Fixtures.folder("peft/gpt2-head");
        DecoderModel model = Fixtures.model("gpt2-tiny");
        float[] embedding = model.tokenEmbedding().weight().toArray();
        PeftAdapter.load(source, model).lora().merge();
        assertThat(model.tokenEmbedding().weight().toArray()).containsExactly(embedding);
        try (Safetensors io = Safetensors.open(source.resolve("io.safetensors"))) {
            Tensor logits = Autograd.noGrad(() -> model.forward(io.ints("input_ids")));
            Fixtures.assertLogits(logits, io, "logits.merged");
            assertThat(logits.sub(io.tensor("logits.merged_tied")).abs().reshape(-1).max(0).item())
                    .isGreaterThan(1);
            Tensor rows = PretrainedModel.weights(model).get("lm_head.weight").sum(1);
            Fixtures.assertClose("row sums", rows, io.tensor("merged.lm_head.weight_row_sums"),
                    1e-4, 1e-4);
        }
    }

    @Test
    @DisplayName("of a classifier hands out the head that it holds whole, and writes it again")
    void classifier() throws IOException {
        Path source = Fixtures.folder("peft/gpt2-seqcls");
        DecoderModel model = Fixtures.model("gpt2-tiny");
        PeftAdapter adapter = PeftAdapter.load(source, model);
        assertThat(adapter.task()).isEqualTo("SEQ_CLS");
        assertThat(adapter.saved()).containsOnlyKeys("score.weight");
        try (Safetensors io = Safetensors.open(source.resolve("io.safetensors"))) {
            IntTensor ids = io.ints("input_ids");
            Tensor scores = Autograd.noGrad(() -> LinearOp.linear(last(model, ids),
                    adapter.saved().get("score.weight"), null));
            Fixtures.assertLogits(scores, io, "logits.adapter");
        }
        adapter.save(folder);
        assertThat(Fixtures.json(folder.resolve("adapter_config.json")).get("modules_to_save"))
                .hasToString("[\"score\"]");
        PeftAdapter again = PeftAdapter.load(folder, Fixtures.model("gpt2-tiny"));
        assertThat(again.saved().get("score.weight").toArray())
                .containsExactly(adapter.saved().get("score.weight").toArray());
    }

    /// The vector of the last token that is not the pad token, 0: `(batch, embDim)`.
    private static Tensor last(DecoderModel model, IntTensor ids) {
        Tensor hidden = model.hidden(ids);                   // (batch, tokens, embDim)
        int tokens = ids.size(1);
        Tensor[] rows = new Tensor[ids.size(0)];
        for (int row = 0; row < rows.length; row++) {
            int at = tokens - 1;
            while (ids.values()[row * tokens + at] == 0) {
                at--;
            }
            rows[row] = hidden.slice(0, row, row + 1).slice(1, at, at + 1).reshape(1, -1);
        }
        return Operations.concat(0, rows);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"query,key,value", "query,value", "key,contract,head", "value"})
    @DisplayName("holds layers with an A each as one module of their ranks together:")
    void ownA(String targets) throws IOException {
        DecoderModel model = Fixtures.model("gpt2-tiny");
        LoraConfig config = LoraConfig.of(3, 6).on(targets.split(","))
                .withRanks(Map.of("0.attention.value", 5))
                .withAlphas(Map.of("1.attention.key", 9.0));
        Lora lora = Lora.add(model, targets.contains("head") ? config.rankStabilized() : config,
                new RandomState(1));
        RandomState random = new RandomState(3);
        lora.modules().stream().flatMap(module -> module.adapters().stream()).forEach(layer ->
                layer.b().copyFrom(random.normal(0.1, layer.b().shape().toArray())));
        PeftAdapter.of(lora, "gpt2-tiny").save(folder);
        DecoderModel other = Fixtures.model("gpt2-tiny");
        float[] base = logits(other);
        PeftAdapter.load(folder, other);
        assertThat(logits(other)).usingComparatorWithPrecision(1e-5f)
                .containsExactly(logits(model));
        assertThat(logits(other)).isNotEqualTo(base);
    }

    @Test
    @DisplayName("holds no adapter of a head that took the place of the model's")
    void replacedHead() throws IOException {
        DecoderModel model = Fixtures.model("gpt2-tiny");
        model.head().replaceBy(new Linear(64, 3, true, new RandomState(1)));
        Lora lora = Lora.add(model, LoraConfig.of(2, 4).on("head"), new RandomState(1));
        assertThatThrownBy(() -> PeftAdapter.of(lora, "gpt2").save(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an adapter of lm_head must be around a head of [512, 64], got one of "
                        + "[3, 64]; a classifier's head is saved whole");
        assertThat(folder).isEmptyDirectory();
    }
}

package llm.tools.broken;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import llm.deploy.TrainedFormat;
import llm.lora.Lora;
import llm.lora.LoraConfig;
import llm.lora.PeftAdapter;
import llm.model.DecoderModel;
import llm.pretrain.folder.ClassifierModel;
import llm.pretrain.folder.LoadOptions;
import llm.pretrain.folder.ModelOutline;
import llm.pretrain.folder.PretrainedModel;
import llm.pretrain.folder.SaveOptions;
import llm.pretrain.folder.StopTokens;
import llm.tensor.Autograd;
import llm.tensor.IntTensor;
import llm.tensor.RandomState;
import llm.tensor.Scope;
import llm.tensor.Tensor;
import llm.tensor.backend.DType;
import llm.tensor.file.ElementType;
import llm.tensor.file.Safetensors;
import llm.tensor.layer.Initializer;
import llm.tensor.layer.Linear;
import llm.tools.Fixtures;

/// Model folders of every family, classifiers, adapters, and llama2.c's checkpoints.
final class ModelSubjects {
    private static final List<String> FAMILIES = List.of("gemma3", "llama-bias", "llama3",
            "mistral", "mixtral", "olmo2", "olmo3", "phi3", "phi3-long", "qwen2", "qwen2-window",
            "qwen3", "qwen3moe", "smollm2");
    private static final List<String> FILES = List.of("config.json", "generation_config.json",
            "model.safetensors");
    private static final List<Rule> MODEL = Rule.all(Rule.CONFIG, Rule.TOKENIZER);

    private ModelSubjects() {
    }

    static void addTo(Subjects subjects) throws IOException {
        Path gpt2 = subjects.add("gpt2", MODEL, ModelSubjects::readModel);
        Subjects.model(Subjects.GPT).save(gpt2, Subjects.CARD);
        Files.writeString(gpt2.resolve("chat_template.jinja"), "{{ '<|im_start|>' }}");
        Path llama = subjects.add("llama", MODEL, ModelSubjects::readModel);
        Subjects.model(Subjects.LLAMA).save(llama, Subjects.CARD,
                new SaveOptions(ElementType.BF16, Long.MAX_VALUE));
        Files.writeString(llama.resolve("finetuning.json"), "{\"base\":{\"format\":\"alpaca\"}}");
        Subjects.model(Subjects.LLAMA).save(subjects.add("outline", MODEL,
                ModelSubjects::readOutline), Subjects.CARD);
        shard(subjects.add("sharded", MODEL, ModelSubjects::readModel));
        for (String family : FAMILIES) {
            copyFamily(family, "config.json",
                    subjects.add("family-" + family, MODEL, ModelSubjects::readModel));
        }
        for (String family : List.of("olmo3", "phi3-long", "qwen2-window", "gemma3")) {
            copyFamily(family, "config_v4.json",
                    subjects.add("family-v4-" + family, MODEL, ModelSubjects::readModel));
        }
        writeLlama2C(subjects.add("llama2c", List.of(Rule.of("m\\.bin:(.*)", "weight/$1")),
                folder -> readModel(folder.resolve("m.bin"))).resolve("m.bin"));
        saveClassifier(subjects.add("classifier", Rule.all(MODEL, List.of(
                Rule.of("config\\.json:/(id2label|label2id)/\\w+(=.*|" + Places.OTHER_TYPE + ")",
                        "label"),
                Rule.of("config\\.json:/pad_token_id=.*", "pad"))),
                ModelSubjects::readClassifier));
        saveAdapter(subjects.add("adapter", List.of(
                Rule.of("adapter_model\\.safetensors:tensor/(.*)", "adapter/$1"),
                Rule.of("adapter_config\\.json:/(lora_alpha|alpha_pattern|use_rslora"
                        + "|rank_pattern|r)\\b.*", "adapter/.*lora_B\\.weight|scale/.*|size/.*"),
                Rule.of("adapter_config\\.json:/lora_dropout=.*", "dropout"),
                Rule.of("adapter_config\\.json:/base_model_name_or_path=.*", "base"),
                Rule.of("adapter_config\\.json:/task_type=.*", "task")),
                ModelSubjects::readAdapter));
    }

    private static void copyFamily(String family, String config, Path folder) throws IOException {
        Path from = Fixtures.file(family + "-tiny");
        for (String file : FILES) {
            Files.copy(from.resolve(file.equals("config.json") ? config : file),
                    folder.resolve(file));
        }
    }

    static Parts readModel(Path path) throws IOException {
        PretrainedModel loaded = PretrainedModel.load(path, DType.F32);
        Parts parts = new Parts().model(loaded.model()).ends(loaded.ends())
                .put("template", loaded.chatTemplate());
        if (loaded.tokenizerFault().isPresent() || loaded.tokenizer().isPresent()) {
            parts.tokenizer(loaded.requireTokenizer("a tokenizer must be there"));
        }
        forward(loaded.model());
        return parts.put("format", TrainedFormat.of(path, loaded.chatTemplate()));
    }

    private static void forward(DecoderModel model) {
        int[] ids = {model.vocabSize() - 1, 0};
        int tokens = Math.min(ids.length, model.contextLength());
        try (Scope _ = Scope.open()) {
            Autograd.noGrad(() -> model.forward(
                    IntTensor.of(Arrays.copyOf(ids, tokens), 1, tokens)).toArray());
        }
    }

    private static Parts readOutline(Path folder) throws IOException {
        ModelOutline outline = ModelOutline.read(folder, LoadOptions.of(DType.F32));
        Parts parts = new Parts().record("config", outline.config()).ends(outline.ends())
                .put("template", outline.chatTemplate()).put("type", outline.weightType());
        outline.tokenizer().ifPresent(parts::tokenizer);
        return parts;
    }

    /// The same weights in two files and an index.
    private static void shard(Path folder) throws IOException {
        PretrainedModel model = Subjects.model(Subjects.LLAMA);
        model.save(folder, Subjects.CARD);
        Files.delete(folder.resolve("model.safetensors"));
        List<Map<String, Tensor>> parts = List.of(new LinkedHashMap<>(), new LinkedHashMap<>());
        StringBuilder index = new StringBuilder("{\"weight_map\":{");
        int count = 0;
        for (var weight : PretrainedModel.weights(model.model()).entrySet()) {
            parts.get(count % 2).put(weight.getKey(), weight.getValue());
            index.append(count == 0 ? "" : ",").append("\"%s\":\"model-%d.safetensors\""
                    .formatted(weight.getKey(), count % 2));
            count++;
        }
        for (int i = 0; i < parts.size(); i++) {
            Safetensors.write(folder.resolve("model-" + i + ".safetensors"), parts.get(i),
                    Map.of());
        }
        Files.writeString(folder.resolve("model.safetensors.index.json"), index + "}}");
    }

    private static void writeLlama2C(Path file) throws IOException {
        int values = Subjects.VOCABULARY * 8
                + 2 * (8 + 8 * 8 + 2 * 4 * 8 + 8 * 8 + 8 + 3 * 12 * 8) + 8 + 16 * 4;
        ByteBuffer bytes = ByteBuffer.allocate((7 + values) * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (int size : new int[] {8, 12, 2, 2, 1, Subjects.VOCABULARY, 16}) {
            bytes.putInt(size);
        }
        Random random = new Random(1);
        while (bytes.hasRemaining()) {
            bytes.putFloat((float) random.nextGaussian());
        }
        Files.write(file, bytes.array());
    }

    // ---- Classifiers and adapters ----

    private static void saveClassifier(Path folder) throws IOException {
        DecoderModel model = new DecoderModel(Subjects.GPT, 1);
        model.head().replaceBy(new Linear(8, 2, false, Initializer.none(DType.F32)));
        new ClassifierModel(model, Optional.of(Fixtures.TOKENIZER), StopTokens.NONE,
                new ClassifierModel.Task(List.of("ham", "spam"), OptionalInt.empty(),
                        Optional.empty())).save(folder, Subjects.CARD);
    }

    private static Parts readClassifier(Path folder) throws IOException {
        ClassifierModel loaded = ClassifierModel.load(folder, LoadOptions.of(DType.F32));
        forward(loaded.model());
        Parts parts = new Parts().record("config", loaded.model().config())
                .tensors("weight", loaded.weights(weight -> weight)).ends(loaded.ends())
                .put("label", loaded.task().labels()).put("pad", loaded.task().pad())
                .put("pooling", loaded.task().pooling());
        loaded.tokenizer().ifPresent(parts::tokenizer);
        return parts;
    }

    private static void saveAdapter(Path folder) throws IOException {
        PeftAdapter.of(Lora.add(new DecoderModel(Subjects.LLAMA, 1), LoraConfig.of(2, 4)
                .withRanks(Map.of(".*q_proj", 1)), new RandomState(1)), "base").save(folder);
    }

    private static Parts readAdapter(Path folder) throws IOException {
        DecoderModel model = new DecoderModel(Subjects.LLAMA, 1);
        PeftAdapter adapter = PeftAdapter.load(folder, model);
        forward(model);
        Parts parts = new Parts().tensors("adapter", adapter.tensors(weight -> weight))
                .put("base", adapter.base()).put("task", adapter.task())
                .put("dropout", adapter.lora().config().dropout());
        adapter.lora().modules().forEach(module ->
                parts.put("scale/" + module.name(), module.size().scale())
                        .put("size/" + module.name(), module.size()));
        return parts;
    }
}

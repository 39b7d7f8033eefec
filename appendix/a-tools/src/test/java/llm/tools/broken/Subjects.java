package llm.tools.broken;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import llm.classify.AccuracyLog;
import llm.classify.LabeledTable;
import llm.deploy.TrainedFormat;
import llm.deploy.chat.Conversation;
import llm.eval.arena.BattleFile;
import llm.eval.choice.MmluFolder;
import llm.eval.judge.Scores;
import llm.format.GgufModel;
import llm.format.gguf.GgufType;
import llm.instruct.InstructionFile;
import llm.instruct.Responses;
import llm.lora.Lora;
import llm.lora.LoraConfig;
import llm.lora.PeftAdapter;
import llm.model.DecoderConfig;
import llm.model.DecoderModel;
import llm.model.GptConfig;
import llm.model.LlamaConfig;
import llm.preference.MetricsLog;
import llm.preference.PreferenceFile;
import llm.pretrain.MemorySaving;
import llm.pretrain.Pretraining;
import llm.pretrain.folder.ClassifierModel;
import llm.pretrain.folder.LoadOptions;
import llm.pretrain.folder.ModelOutline;
import llm.pretrain.folder.PretrainedModel;
import llm.pretrain.folder.StopTokens;
import llm.tensor.Autograd;
import llm.tensor.IntTensor;
import llm.tensor.RandomState;
import llm.tensor.Scope;
import llm.tensor.Tensor;
import llm.tensor.backend.DType;
import llm.tensor.file.Safetensors;
import llm.tensor.layer.Initializer;
import llm.tensor.layer.Linear;
import llm.text.SpecialTokens;
import llm.text.Tokenizer;
import llm.text.dataset.Batch;
import llm.text.dataset.BatchOrder;
import llm.text.dataset.DataLoader;
import llm.text.dataset.TokenDataset;
import llm.text.dataset.TokenSequence;
import llm.text.files.Gpt2Files;
import llm.text.files.Tokenizers;
import llm.tools.Fixtures;
import llm.tools.train.TrainingSettings;
import llm.train.Checkpoint;
import llm.train.LearningRateSchedule;
import llm.train.Trainer;
import llm.train.TrainingConfig;
import llm.train.TrainingData;
import llm.train.TrainingListener;

/// Files of every kind that a command reads, made here and small.
final class Subjects {

    private static final int VOCABULARY = Fixtures.TOKENIZER.vocabSize();
    private static final GptConfig GPT = GptConfig.of(VOCABULARY, 16, 8, 2, 2);
    private static final LlamaConfig LLAMA = LlamaConfig.builder().vocabSize(VOCABULARY)
            .contextLength(16).embDim(8).heads(2).kvHeads(1).layers(2).ffDim(12).build();
    private static final Path TOKENIZERS = Path.of("..", "..", "chapters", "ch02-text", "src",
            "test", "resources", "tokenizer").toAbsolutePath().normalize();
    private static final String TEXT = "the cat <s> in 1234 hats\n\n isn't naïve — 文字";

    private final Path root;
    private final List<Subject> all = new ArrayList<>();

    private Subjects(Path root) {
        this.root = root;
    }

    static List<Subject> in(Path root) throws IOException {
        Subjects subjects = new Subjects(root);
        subjects.models();
        subjects.tokenizers();
        subjects.trainings();
        subjects.dataSets();
        return subjects.all;
    }

    private Path add(String name, Subject.Reader reader) throws IOException {
        Path folder = Files.createDirectories(root.resolve(name));
        all.add(new Subject(name, folder, reader));
        return folder;
    }

    private static PretrainedModel model(DecoderConfig config) {
        return new PretrainedModel(new DecoderModel(config, 1),
                Optional.of(Fixtures.TOKENIZER), StopTokens.of(VOCABULARY - 1));
    }

    // ---- Models ----

    private void models() throws IOException {
        Path gpt2 = add("gpt2", Subjects::useModel);
        model(GPT).save(gpt2, "# A model\n");
        Files.writeString(gpt2.resolve("chat_template.jinja"), "{{ '<|im_start|>' }}");
        Path llama = add("llama", Subjects::useModel);
        model(LLAMA).save(llama, "# A model\n");
        Files.writeString(llama.resolve("finetuning.json"), "{\"base\":{\"format\":\"alpaca\"}}");
        model(LLAMA).save(add("outline", Subjects::useOutline), "# A model\n");
        shard(add("sharded", Subjects::useModel));
        for (GgufType type : List.of(GgufType.F16, GgufType.Q8_0)) {
            GgufModel.save(model(LLAMA), "mini", type, add("gguf-" + type, folder ->
                    useModel(folder.resolve("m.gguf"))).resolve("m.gguf"));
        }
        writeLlama2C(add("llama2c", folder -> useModel(folder.resolve("m.bin"))).resolve("m.bin"));
        saveClassifier(add("classifier", Subjects::useClassifier));
        saveAdapter(add("adapter", Subjects::useAdapter));
    }

    private static void useModel(Path path) throws IOException {
        PretrainedModel loaded = PretrainedModel.load(path, DType.F32);
        loaded.tokenizer().ifPresent(Subjects::useTokenizer);
        forward(loaded.model());
        TrainedFormat.of(path, loaded.chatTemplate());
    }

    private static void forward(DecoderModel model) {
        int[] ids = {model.vocabSize() - 1, 0};
        int tokens = Math.min(ids.length, model.contextLength());
        try (Scope _ = Scope.open()) {
            Autograd.noGrad(() -> model.forward(
                    IntTensor.of(Arrays.copyOf(ids, tokens), 1, tokens)).toArray());
        }
    }

    private static void useOutline(Path folder) throws IOException {
        ModelOutline.read(folder, LoadOptions.of(DType.F32));
    }

    /// The same weights in two files and an index.
    private static void shard(Path folder) throws IOException {
        PretrainedModel model = model(LLAMA);
        model.save(folder, "# A model\n");
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
        int values = VOCABULARY * 8 + 2 * (8 + 8 * 8 + 2 * 4 * 8 + 8 * 8 + 8 + 3 * 12 * 8) + 8
                + 16 * 4;
        ByteBuffer bytes = ByteBuffer.allocate((7 + values) * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (int size : new int[] {8, 12, 2, 2, 1, VOCABULARY, 16}) {
            bytes.putInt(size);
        }
        Files.write(file, bytes.array());
    }

    private static void saveClassifier(Path folder) throws IOException {
        DecoderModel model = new DecoderModel(GPT, 1);
        model.head().replaceBy(new Linear(8, 2, false, Initializer.none(DType.F32)));
        new ClassifierModel(model, Optional.of(Fixtures.TOKENIZER), StopTokens.NONE,
                new ClassifierModel.Task(List.of("ham", "spam"), OptionalInt.empty(),
                        Optional.empty())).save(folder, "# A classifier\n");
    }

    private static void useClassifier(Path folder) throws IOException {
        ClassifierModel loaded = ClassifierModel.load(folder, LoadOptions.of(DType.F32));
        loaded.tokenizer().ifPresent(Subjects::useTokenizer);
        forward(loaded.model());
    }

    private static void saveAdapter(Path folder) throws IOException {
        PeftAdapter.of(Lora.add(new DecoderModel(LLAMA, 1), LoraConfig.of(2, 4)
                .withRanks(Map.of(".*q_proj", 1)), new RandomState(1)), "base").save(folder);
    }

    private static void useAdapter(Path folder) throws IOException {
        DecoderModel model = new DecoderModel(LLAMA, 1);
        PeftAdapter.load(folder, model);
        forward(model);
    }

    // ---- Tokenizers ----

    private void tokenizers() throws IOException {
        for (String kind : List.of("llama3", "gemma3", "llama2", "metaspace",
                "sentencepiece-llama2", "sentencepiece-rules")) {
            Path folder = add("tokenizer-" + kind, Subjects::loadTokenizer);
            for (String file : List.of("tokenizer.json", "tokenizer.model",
                    "tokenizer_config.json")) {
                if (Files.exists(TOKENIZERS.resolve(kind).resolve(file))) {
                    Files.copy(TOKENIZERS.resolve(kind).resolve(file), folder.resolve(file));
                }
            }
        }
        Gpt2Files.HUGGING_FACE.save(Fixtures.TOKENIZER,
                add("tokenizer-gpt2-files", Subjects::loadTokenizer));
        writeTok512(add("tokenizer-llama2c", Subjects::loadTokenizer).resolve("tok.bin"));
    }

    private static void writeTok512(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(10_000).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(8);
        for (int id = 0; id < 300; id++) {
            byte[] text = id < 259 ? "x".getBytes() : Character.toString(' ' + id - 259).getBytes();
            bytes.putFloat(-id).putInt(text.length).put(text);
        }
        byte[] whole = new byte[bytes.position()];
        bytes.flip().get(whole);
        Files.write(file, whole);
    }

    private static void loadTokenizer(Path folder) {
        useTokenizer(Tokenizers.load(folder));
    }

    private static void useTokenizer(Tokenizer tokenizer) {
        int[] ids = tokenizer.encode(TEXT, SpecialTokens.allowAll());
        tokenizer.decode(ids);
        tokenizer.fromStart(ids);
        for (int id : ids) {
            tokenizer.token(id);
        }
    }

    // ---- Trainings ----

    private static Trainer<Batch> trainer(long seed) {
        int[] ids = new int[120];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = i * i % 32;
        }
        var loader = new DataLoader<>(new TokenDataset(TokenSequence.of(ids), 8, 8),
                BatchOrder.shuffled(4, 1));
        return Pretraining.trainer(new DecoderModel(GptConfig.of(32, 8, 8, 2, 1), seed),
                new TrainingData<>(loader, loader),
                TrainingConfig.of(new LearningRateSchedule(1e-2, 1e-3, 1, 2)));
    }

    private void trainings() throws IOException {
        Path folder = add("checkpoint", from -> Checkpoint.restore(trainer(2),
                Checkpoint.latest(from).orElseThrow(() -> new IllegalArgumentException(
                        from + " must hold a checkpoint, got none"))));
        Trainer<Batch> trainer = trainer(1);
        trainer.run(TrainingListener.silent());
        Checkpoint.save(trainer, folder);
        Path settings = add("settings", from ->
                TrainingSettings.read(from.resolve("pretraining.json"), TrainingSettings.class)
                        .adam());
        TrainingSettings.write(new TrainingSettings(4, 2, 0.1, 1, 0.1, 1, 1, 1, 1, 1, 0,
                MemorySaving.NONE), settings.resolve("pretraining.json"));
        text("metrics", "metrics.jsonl", file -> MetricsLog.read(file, 9),
                "{\"step\":1,\"loss\":2.5}\n{\"step\":2,\"loss\":2.25}\n");
        AccuracyLog log = new AccuracyLog();
        log.add(new AccuracyLog.Row(1, 0.5, 0.25));
        log.writeCsv(add("accuracy", from ->
                AccuracyLog.readCsv(from.resolve("accuracy.csv"), 9)).resolve("accuracy.csv"));
    }

    // ---- Data sets ----

    /// Reads one file.
    @FunctionalInterface
    private interface FileReader {
        void read(Path file) throws IOException;
    }

    private void text(String name, String file, FileReader reader, String content)
            throws IOException {
        Path target = add(name, folder -> reader.read(folder.resolve(file))).resolve(file);
        Files.createDirectories(target.getParent());
        Files.writeString(target, content);
    }

    private void dataSets() throws IOException {
        text("labels-csv", "a.csv", LabeledTable::load, "label,text\nham,\"a, b\"\nspam,c\n");
        text("labels-tsv", "a.tsv", LabeledTable::load, "ham\ta b\nspam\tc\n");
        text("labels-jsonl", "a.jsonl", LabeledTable::load,
                "{\"label\":\"ham\",\"text\":\"a\"}\n{\"label\":\"spam\",\"text\":\"c\"}\n");
        text("alpaca", "a.json", InstructionFile::read, """
                [{"instruction":"Add.","input":"1 2","output":"3"},
                 {"instruction":"Hi","input":"","output":"Hello"}]""");
        text("instructions-jsonl", "a.jsonl", InstructionFile::read, """
                {"instruction":"Add.","input":"1 2","output":"3"}
                {"instruction":"Hi","input":"","output":"Hello"}
                """);
        text("preferences", "a.json", PreferenceFile::read,
                "[{\"prompt\":\"a\",\"chosen\":\"b\",\"rejected\":\"c\"}]");
        text("responses", "a.json", Responses::load, """
                [{"instruction":"Add.","input":"1 2","output":"3","model_response":"4"}]""");
        text("battles", "a.json", BattleFile::read, "[[\"a\",\"b\"],[\"b\",\"c\"]]");
        text("scores", "a.json", Scores::load, "[1, 50, null]");
        text("conversation", "a.json", Conversation::load, """
                {"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]}""");
        text("mmlu", "test/x_test.csv", file -> new MmluFolder(file.resolve("../..").normalize())
                .questions("x"), "Which?,a,b,c,d,A\n\"So, which?\",1,2,3,4,D\n");
    }
}

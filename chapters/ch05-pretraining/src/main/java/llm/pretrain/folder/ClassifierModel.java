package llm.pretrain.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import llm.model.DecoderConfig;
import llm.model.DecoderModel;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.file.AtomicFile;
import llm.tensor.file.TensorFile;
import llm.tensor.layer.Initializer;
import llm.tensor.layer.Linear;
import llm.text.Tokenizer;
import llm.text.files.JsonFile;
import llm.text.files.Tokenizers;
import llm.train.StagedFolder;

/// A model that scores classes instead of tokens, in Hugging Face's layout: the folder of a
/// `…ForSequenceClassification`, whose head is called `score`.
///
/// @param model     the model; its head's weight is `(classes, embDim)`, without a bias
/// @param tokenizer its tokenizer, if the folder has one
/// @param ends      the tokens around a text
/// @param task      what the head's scores mean
public record ClassifierModel(DecoderModel model, Optional<Tokenizer> tokenizer, StopTokens ends,
                              Task task) {
    private static final String LABELS = "id2label";
    private static final String PAD = "pad_token_id";
    private static final String POOLING = "classifier_pooling";
    private static final String ARCHITECTURE = "ForSequenceClassification";

    /// What the head's scores mean, and of which token it reads.
    ///
    /// @param labels  the names of the classes, by number
    /// @param pad     the token behind shorter texts; nobody may have said
    /// @param pooling the name of another way to read a text than by its last token, which
    ///                transformers does not know; empty for that one
    public record Task(List<String> labels, OptionalInt pad, Optional<String> pooling) {

        public Task {
            labels = List.copyOf(labels);
            if (labels.isEmpty()) {
                throw new IllegalArgumentException("a classifier must have a class, got none");
            }
        }
    }

    public ClassifierModel {
        int classes = model.head().weight().size(0);
        if (classes != task.labels.size()) {
            throw new IllegalArgumentException("the head must score each of %d classes, got %d"
                    .formatted(task.labels.size(), classes));
        }
    }

    /// Whether a folder holds one, by its `config.json`.
    public static boolean isIn(Path folder) throws IOException {
        Path file = folder.resolve(PretrainedModel.CONFIG);
        return Files.isRegularFile(file) && JsonFile.readObject(file).path("architectures")
                .valueStream().anyMatch(name -> name.asText().endsWith(ARCHITECTURE));
    }

    /// Loads a folder.
    ///
    /// @throws IllegalArgumentException if a file is missing, broken, or of a kind not supported
    public static ClassifierModel load(Path folder, LoadOptions options) throws IOException {
        DecoderConfig config =
                ConfigJson.read(PretrainedModel.requireConfig(folder), options);
        try (TensorFile file = WeightFile.open(folder)) {
            if (!file.names().contains(WeightFile.SCORE)) {
                throw new IllegalArgumentException(folder + " must hold a classifier with "
                        + WeightFile.SCORE + ", got none; finetune classify makes one of a "
                        + "language model");
            }
            if (file.shape(WeightFile.SCORE).rank() != 2) {
                throw new IllegalArgumentException("%s must hold %s as (classes, embDim), got %s"
                        .formatted(folder, WeightFile.SCORE, file.shape(WeightFile.SCORE)));
            }
            ModelOutline.requireRoom(file, config, folder);
            Initializer initializer = Initializer.none(options.dtype());
            DecoderModel model = new DecoderModel(config, new RandomState(0), initializer);
            int classes = file.shape(WeightFile.SCORE).size(0);
            model.head().replaceBy(new Linear(config.embDim(), classes, false, initializer));
            WeightFile.loadClassifier(model, file, folder);
            model.eval();
            return new ClassifierModel(model, Tokenizers.find(folder),
                    PretrainedModel.ends(folder), task(folder, classes));
        }
    }

    /// What a folder's `config.json` says of the classes.
    ///
    /// @param classes how many there are
    public static Task task(Path folder, int classes) throws IOException {
        Path file = folder.resolve(PretrainedModel.CONFIG);
        JsonNode json = JsonFile.readObject(file);
        JsonNode pad = json.path(PAD);
        List<String> labels = labels(json.path(LABELS), classes);
        if (labels.size() != classes) {
            throw new IllegalArgumentException("%s must name %d classes in %s, got %s"
                    .formatted(file, classes, LABELS, json.path(LABELS)));
        }
        if (!isNone(pad) && !pad.isInt() || !isNone(json.path(POOLING))
                && !json.path(POOLING).isTextual()) {
            throw new IllegalArgumentException(("%s must have a token id as %s and a text as %s, "
                    + "got %s and %s").formatted(file, PAD, POOLING, pad, json.path(POOLING)));
        }
        return new Task(labels, pad.isInt() ? OptionalInt.of(pad.asInt()) : OptionalInt.empty(),
                Optional.ofNullable(json.path(POOLING).asText(null)));
    }

    private static boolean isNone(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    /// As transformers calls classes that nobody named: `LABEL_0`, `LABEL_1`, …
    public static List<String> unnamed(int classes) {
        return IntStream.range(0, classes).mapToObj(id -> "LABEL_" + id).toList();
    }

    private static List<String> labels(JsonNode byId, int classes) {
        if (byId.isMissingNode() || byId.isNull()) {
            return unnamed(classes);
        }
        return IntStream.range(0, byId.size()).mapToObj(String::valueOf)
                .filter(id -> byId.path(id).isTextual() || byId.path(id).isNumber())
                .map(id -> byId.get(id).asText()).toList();
    }

    /// Writes the folder. If writing fails, a model that was there before is still whole.
    ///
    /// @param card the model card, in Markdown
    public void save(Path folder, String card) throws IOException {
        save(folder, card, SaveOptions.USUAL);
    }

    /// The same with weights as told.
    public void save(Path folder, String card, SaveOptions options) throws IOException {
        StagedFolder.write(folder, staged -> {
            if (tokenizer.isPresent()) {
                Tokenizers.save(tokenizer.get(), staged);
            }
            AtomicFile.writeText(staged.resolve(PretrainedModel.CONFIG), configJson(options));
            AtomicFile.writeText(staged.resolve("README.md"), card);
            WeightFile.write(WeightFile.classifierWeights(model), staged, options);
        });
        WeightFile.deleteOthers(folder, WeightFile.classifierWeights(model), options);
    }

    /// The `config.json` of such a folder.
    public String configJson() {
        return configJson(SaveOptions.USUAL);
    }

    private String configJson(SaveOptions options) {
        ObjectNode json = ConfigJson.tree(model.config(), ends, options);
        String languageModel = json.get("architectures").get(0).asText();
        json.putArray("architectures").add(architecture(languageModel));
        json.put("problem_type",
                task.labels.size() == 1 ? "regression" : "single_label_classification");
        ObjectNode labels = json.putObject(LABELS);
        ObjectNode ids = json.putObject("label2id");
        for (int id = 0; id < task.labels.size(); id++) {
            labels.put(String.valueOf(id), task.labels.get(id));
            ids.put(task.labels.get(id), id);
        }
        task.pad.ifPresent(id -> json.put(PAD, id));
        task.pooling.ifPresent(name -> json.put(POOLING, name));
        return json.toPrettyString() + "\n";
    }

    /// The class of transformers for this task, where `name` is the one that guesses tokens.
    private static String architecture(String name) {
        return name.replaceFirst("^Gemma3", "Gemma3Text")
                .replaceFirst("(LMHeadModel|ForCausalLM)$", ARCHITECTURE);
    }

    /// Every weight under its name in the file, or what `of` makes of each, such as its gradient.
    public Map<String, Tensor> weights(UnaryOperator<Tensor> of) {
        return WeightFile.export(WeightFile.classifierWeights(model), of);
    }
}

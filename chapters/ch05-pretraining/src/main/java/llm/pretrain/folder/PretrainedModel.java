package llm.pretrain.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import llm.model.DecoderConfig;
import llm.model.DecoderModel;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.backend.DType;
import llm.tensor.file.AtomicFile;
import llm.tensor.file.TensorFile;
import llm.tensor.layer.Initializer;
import llm.text.Tokenizer;
import llm.text.files.ChatTemplateFile;
import llm.text.files.JsonFile;
import llm.text.files.Tokenizers;
import llm.train.StagedFolder;

/// A trained model with everything needed to use it, in Hugging Face's layout: `config.json`,
/// `model.safetensors` or parts of it and their index, `generation_config.json`, the tokenizer's
/// files, its chat template and a model card.
///
/// @param model          the model, ready to generate
/// @param tokenizer      its tokenizer, if the folder has one that can be used
/// @param ends           the tokens around a text
/// @param chatTemplate   how it wants conversations to be laid out, in Jinja, if it says so
/// @param tokenizerFault why the tokenizer cannot be used, if there is one that cannot; the model
///                       still takes token ids
public record PretrainedModel(DecoderModel model, Optional<Tokenizer> tokenizer, StopTokens ends,
                              Optional<String> chatTemplate, Optional<String> tokenizerFault) {
    static final String CONFIG = "config.json";
    private static final String GENERATION = "generation_config.json";

    /// A norm of the embeddings, which no layout knows, goes into their table.
    public PretrainedModel {
        int vocabSize = model.vocabSize();
        tokenizer.ifPresent(found -> requireFits(found, vocabSize));
        model = model.exported();
    }

    /// A model without a chat template, with a tokenizer that can be used or with none at all.
    public PretrainedModel(DecoderModel model, Optional<Tokenizer> tokenizer, StopTokens ends) {
        this(model, tokenizer, ends, Optional.empty(), Optional.empty());
    }

    /// A model may have more ids than its tokenizer has tokens, but not fewer.
    static void requireFits(Tokenizer tokenizer, int vocabSize) {
        if (tokenizer.vocabSize() > vocabSize) {
            throw new IllegalArgumentException(("a tokenizer must have at most as many tokens as "
                    + "the model's vocabulary, vocabSize=%d, got %d")
                    .formatted(vocabSize, tokenizer.vocabSize()));
        }
    }

    /// Loads a folder, or a file of a [ModelFormat] that is on the class path.
    ///
    /// @throws IllegalArgumentException if a file is missing, broken, or of a kind not supported
    public static PretrainedModel load(Path folder) throws IOException {
        return load(folder, DType.F32);
    }

    /// The same, with matrices rounded as they are read: the model never takes more memory than it
    /// has in the end and its largest tensor.
    ///
    /// @param dtype how matrices are kept
    public static PretrainedModel load(Path folder, DType dtype) throws IOException {
        return load(folder, LoadOptions.of(dtype));
    }

    /// The same, passing over fields of `config.json` that are named.
    public static PretrainedModel load(Path folder, LoadOptions options) throws IOException {
        if (Files.isRegularFile(folder)) {
            return ModelFormats.of(folder).load(folder, options);
        }
        DecoderConfig config = ConfigJson.read(requireConfig(folder), options);
        if (ClassifierModel.isIn(folder)) {
            throw new IllegalArgumentException("a language model must score tokens, got " + folder
                    + ", which scores classes; ./llm classify reads it");
        }
        try (TensorFile file = WeightFile.open(folder)) {
            if (config.tiedHead() && WeightFile.hasOwnHead(file)) {
                options.notices().accept(folder + ": used the head that its weights hold, though "
                        + "tie_word_embeddings is true, since it differs from the embedding");
                config = config.withUntiedHead();
            }
            ModelOutline.requireRoom(file, config, folder);
            DecoderModel model = new DecoderModel(config, new RandomState(0),
                    Initializer.none(options.dtype()));
            WeightFile.loadFolder(model, file, folder);
            model.eval();
            Optional<Tokenizer> tokenizer = Tokenizers.find(folder);
            StopTokens ends = ends(folder);
            Optional<String> template = ChatTemplateFile.find(folder);
            return JsonFile.naming(folder, () ->
                    new PretrainedModel(model, tokenizer, ends, template, Optional.empty()));
        }
    }

    /// @return a folder's `config.json`
    static Path requireConfig(Path folder) {
        Path config = folder.resolve(CONFIG);
        if (!Files.isRegularFile(config)) {
            throw new IllegalArgumentException("a model folder must hold " + CONFIG
                    + ", got none in " + folder
                    + (Files.exists(folder) ? "" : ", which does not exist"));
        }
        return config;
    }

    /// Reads the sizes of a model from a `config.json`.
    ///
    /// @throws IllegalArgumentException if a field is missing or not supported
    public static DecoderConfig readConfig(Path file) throws IOException {
        return ConfigJson.read(file);
    }

    static StopTokens ends(Path folder) throws IOException {
        StopTokens ends = ConfigJson.ends(folder.resolve(CONFIG));
        if (!Files.exists(folder.resolve(GENERATION))) {
            return ends;
        }
        StopTokens newer = ConfigJson.ends(folder.resolve(GENERATION));
        return new StopTokens(newer.begin().isPresent() ? newer.begin() : ends.begin(),
                newer.stop().isEmpty() ? ends.stop() : newer.stop());
    }

    /// The weights as the folder's file has them, under its names.
    public static Map<String, Tensor> weights(DecoderModel model) {
        return weights(model, weight -> weight);
    }

    /// What `of` makes of each weight, such as its gradient, under the weight's name in the file.
    public static Map<String, Tensor> weights(DecoderModel model, UnaryOperator<Tensor> of) {
        return WeightFile.export(model, of);
    }

    /// The tokenizer, where nothing can be done without.
    ///
    /// @param need the message if the model has none; where it has one that cannot be used, the
    ///             message says why
    /// @throws IllegalArgumentException if there is no tokenizer that can be used
    public Tokenizer requireTokenizer(String need) {
        return tokenizer.orElseThrow(() ->
                new IllegalArgumentException(tokenizerFault.orElse(need)));
    }

    /// The same for conversations that are laid out in another way than its template says.
    public PretrainedModel withoutChatTemplate() {
        return new PretrainedModel(model, tokenizer, ends, Optional.empty(), tokenizerFault);
    }

    /// The same with another chat template.
    public PretrainedModel withChatTemplate(String template) {
        return new PretrainedModel(model, tokenizer, ends, Optional.of(template), tokenizerFault);
    }

    /// Tokens that end a text.
    public Set<Integer> stopTokens() {
        return ends.stop();
    }

    /// Writes the folder, weights in float32. If writing fails, a model that was there before is
    /// still whole.
    ///
    /// @param card the model card, in Markdown
    public void save(Path folder, String card) throws IOException {
        save(folder, card, SaveOptions.USUAL);
    }

    /// The same with weights as told.
    public void save(Path folder, String card, SaveOptions options) throws IOException {
        List<StoredWeight> weights = WeightFile.weights(model);
        StagedFolder.write(folder, staged -> {
            writeFiles(staged, card, options);
            WeightFile.write(weights, staged, options);
        });
        WeightFile.deleteOthers(folder, weights, options);
        if (chatTemplate.isEmpty()) {
            ChatTemplateFile.delete(folder);
        }
    }

    private void writeFiles(Path folder, String card, SaveOptions options) throws IOException {
        if (tokenizer.isPresent()) {
            Tokenizers.save(tokenizer.get(), folder);
        }
        if (chatTemplate.isPresent()) {
            ChatTemplateFile.save(chatTemplate.get(), folder);
        }
        AtomicFile.writeText(folder.resolve(CONFIG),
                ConfigJson.write(model.config(), ends, options));
        AtomicFile.writeText(folder.resolve(GENERATION), ConfigJson.writeGeneration(ends));
        AtomicFile.writeText(folder.resolve("README.md"), card);
    }

    /// A folder for a model just trained; the tokenizer's end-of-text token begins and ends texts.
    public static PretrainedModel of(DecoderModel model, Tokenizer tokenizer) {
        OptionalInt end = tokenizer.endOfText();
        return new PretrainedModel(model, Optional.of(tokenizer),
                end.isPresent() ? StopTokens.of(end.getAsInt()) : StopTokens.NONE);
    }
}

package llm.format;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import llm.format.gguf.GgufFile;
import llm.format.gguf.GgufType;
import llm.format.gguf.GgufValue;
import llm.format.gguf.GgufWriter;
import llm.model.DecoderConfig;
import llm.model.DecoderModel;
import llm.pretrain.folder.ModelOutline;
import llm.pretrain.folder.PretrainedModel;
import llm.pretrain.folder.StopTokens;
import llm.pretrain.folder.StoredWeight;
import llm.pretrain.folder.WeightFile;
import llm.tensor.RandomState;
import llm.tensor.Shape;
import llm.tensor.Tensor;
import llm.tensor.backend.DType;
import llm.tensor.layer.Initializer;
import llm.text.Tokenizer;

/// A model in one GGUF file, as llama.cpp and its relatives read it: sizes, tokenizer and weights.
public final class GgufModel {

    private GgufModel() {
    }

    /// Loads a file.
    ///
    /// @param dtype how matrices are kept
    /// @throws IllegalArgumentException if it is broken or of a kind that is not supported
    static PretrainedModel load(Path path, DType dtype) throws IOException {
        try (GgufFile file = GgufFile.open(path)) {
            DecoderConfig config = GgufConfig.read(file);
            ModelOutline.requireRoom(file, config, path);
            DecoderModel model = new DecoderModel(config, new RandomState(0),
                    Initializer.none(dtype));
            WeightFile.load(GgufWeights.of(model), file, path,
                    GgufConfig.OTHERS);
            model.eval();
            GgufTokenizer.Found found = GgufTokenizer.find(file.metadata());
            return new PretrainedModel(model, found.tokenizer(),
                    GgufTokenizer.ends(file.metadata()),
                    GgufTokenizer.chatTemplate(file.metadata()), found.fault());
        }
    }

    /// Writes a file. Matrices become `type`; norms, biases, positions and routers stay float32, as
    /// llama.cpp wants them. Beside Q4_K the head is Q8_0, since it suffers most; so are rows that
    /// are no whole number of blocks of 256, and F16 those that are none of 32.
    ///
    /// @param name the model's name, for people
    /// @throws IllegalArgumentException if llama.cpp has no way to do what the model does
    public static void save(PretrainedModel folder, String name, GgufType type, Path path)
            throws IOException {
        DecoderModel model = folder.model();
        GgufWriter writer = new GgufWriter();
        settings(model.config(), folder.tokenizer(), folder.ends(), name).forEach(writer::setting);
        folder.chatTemplate().ifPresent(template ->
                writer.setting(GgufTokenizer.CHAT_TEMPLATE, GgufValue.text(template)));
        GgufRotary.factors(model.config()).forEach((list, factors) -> writer.tensor(list,
                Shape.of(factors.length), GgufType.F32, () -> Tensor.of(factors, factors.length)));
        for (StoredWeight weight : GgufWeights.written(model)) {
            writer.tensor(weight.name(), weight.shape(), type(weight, type, model.config()),
                    () -> weight.values(w -> w));
        }
        writer.write(path);
    }

    /// Why no file can be written of a model, in a sentence; nothing if one can.
    public static Optional<String> refusal(ModelOutline model) {
        try {
            settings(model.config(), model.tokenizer(), model.ends(), "");
            return Optional.empty();
        } catch (IllegalArgumentException refused) {
            return Optional.of(refused.getMessage());
        }
    }

    private static Map<String, GgufValue> settings(DecoderConfig config,
            Optional<Tokenizer> tokenizer, StopTokens ends, String name) {
        Map<String, GgufValue> settings = new LinkedHashMap<>(GgufConfig.write(config));
        settings.put(GgufTokenizer.NAME, GgufValue.text(name));
        tokenizer.ifPresentOrElse(
                found -> settings.putAll(GgufTokenizerWriter.write(found, ends, config.vocabSize(),
                        name)),
                () -> settings.put(GgufTokenizer.MODEL, GgufValue.text("none")));
        return settings;
    }

    private static GgufType type(StoredWeight weight, GgufType wanted, DecoderConfig config) {
        if (weight.shape().rank() < 2 || weight.name().startsWith("position")
                || weight.name().contains(GgufWeights.ROUTER)) {
            return GgufType.F32;
        }
        boolean head = weight.name().equals(GgufConfig.HEAD)
                || config.tiedHead() && weight.name().equals(GgufConfig.EMBEDDING);
        return Stream.of(wanted, GgufType.Q8_0, GgufType.F16)
                .filter(type -> weight.shape().size(-1) % type.blockValues() == 0
                        && !(head && type == GgufType.Q4_K)).findFirst().orElseThrow();
    }
}

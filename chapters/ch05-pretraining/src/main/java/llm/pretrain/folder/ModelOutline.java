package llm.pretrain.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import llm.model.DecoderConfig;
import llm.model.ModelSize;
import llm.tensor.file.ElementType;
import llm.tensor.file.TensorFile;
import llm.text.Tokenizer;
import llm.text.files.ChatTemplateFile;
import llm.text.files.JsonFile;
import llm.text.files.Tokenizers;

/// What a model folder or file says of its model, read without its weights.
///
/// @param format         of the folder or file, for people
/// @param config         sizes of the model
/// @param tokenizer      its tokenizer, if there is one that can be used
/// @param ends           the tokens around a text
/// @param chatTemplate   how conversations are laid out, if it says so
/// @param tokenizerFault why the tokenizer cannot be used, if there is one that cannot
/// @param weightType     the format of most of its weights; F32 where they are packed
public record ModelOutline(String format, DecoderConfig config, Optional<Tokenizer> tokenizer,
                           StopTokens ends, Optional<String> chatTemplate,
                           Optional<String> tokenizerFault, ElementType weightType) {
    private static final long SPARE = 1 << 24;               // values, 64 MiB

    /// @throws IllegalArgumentException if the tokenizer has more tokens than the model
    public ModelOutline {
        int vocabSize = config.vocabSize();
        tokenizer.ifPresent(found -> PretrainedModel.requireFits(found, vocabSize));
    }

    /// Reads a folder, or a file of a [ModelFormat] that is on the class path.
    ///
    /// @throws IllegalArgumentException if a file is missing, broken, or of a kind not supported
    public static ModelOutline read(Path folder, LoadOptions options) throws IOException {
        if (Files.isRegularFile(folder)) {
            return ModelFormats.of(folder).outline(folder, options);
        }
        DecoderConfig config = ConfigJson.read(PretrainedModel.requireConfig(folder), options);
        boolean classifier = ClassifierModel.isIn(folder);
        Optional<Tokenizer> tokenizer = Tokenizers.find(folder);
        StopTokens ends = PretrainedModel.ends(folder);
        Optional<String> template = ChatTemplateFile.find(folder);
        ElementType type;
        try (TensorFile file = WeightFile.open(folder)) {
            if (!classifier) {
                requireEnough(file, config, folder);
            }
            type = WeightFile.type(file);
        }
        return JsonFile.naming(folder, () -> new ModelOutline("Hugging Face's layout"
                + (classifier ? ", a classifier" : ""), config, tokenizer, ends, template,
                Optional.empty(), type));
    }

    /// Makes sure that the weights are at least as many values as the sizes ask for.
    ///
    /// @throws IllegalArgumentException if they are fewer
    public static void requireEnough(TensorFile file, DecoderConfig config, Path path) {
        long values = file.names().stream().mapToLong(name -> file.shape(name).elements()).sum();
        long wanted = ModelSize.of(config).parameters();
        if (values < wanted) {
            throw new IllegalArgumentException(("%s must hold the %d values that its sizes ask "
                    + "for, got %d").formatted(path, wanted, values));
        }
    }

    /// Makes sure, before anything is made of them, that sizes do not ask for much more than the
    /// weights hold. What is missing is said when the weights are read.
    ///
    /// @throws IllegalArgumentException if they do
    public static void requireRoom(TensorFile file, DecoderConfig config, Path path) {
        long values = file.names().stream().mapToLong(name -> file.shape(name).elements()).sum();
        if (ModelSize.of(config).parameters() > 2 * values + SPARE) {
            requireEnough(file, config, path);
        }
    }
}

package llm.pretrain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import llm.model.GptConfig;
import llm.model.GptModel;
import llm.tensor.RandomState;
import llm.tensor.Scope;
import llm.tensor.file.AtomicFile;
import llm.tensor.file.Safetensors;
import llm.tensor.layer.Initializer;
import llm.text.Tokenizer;
import llm.text.Tokenizers;

/// A trained model with everything needed to use it, in Hugging Face's layout: `config.json`,
/// `model.safetensors`, `generation_config.json`, the tokenizer's files, and a model card.
///
/// @param model      the model, ready to generate
/// @param tokenizer  its tokenizer, if the folder has one
/// @param stopTokens tokens that end a text
public record ModelFolder(GptModel model, Optional<Tokenizer> tokenizer,
                          Set<Integer> stopTokens) {
    private static final String CONFIG = "config.json";
    private static final String WEIGHTS = "model.safetensors";
    private static final String GENERATION = "generation_config.json";

    public ModelFolder {
        stopTokens = Set.copyOf(stopTokens);
    }

    /// Loads a folder.
    ///
    /// @throws IllegalArgumentException if a file is missing, broken, or of a kind not supported
    public static ModelFolder load(Path folder) throws IOException {
        requireFile(folder, CONFIG, "a model folder");
        if (!Files.exists(folder.resolve(WEIGHTS))
                && Files.exists(folder.resolve("pytorch_model.bin"))) {
            throw new IllegalArgumentException(folder + " must hold " + WEIGHTS + ", got "
                    + "pytorch_model.bin, which can run code when it is read; convert it with "
                    + "transformers' save_pretrained");
        }
        requireFile(folder, WEIGHTS, "a model folder");
        GptModel model = new GptModel(GptConfigJson.read(folder.resolve(CONFIG)),
                new RandomState(0), Initializer.none());
        try (Safetensors file = Safetensors.open(folder.resolve(WEIGHTS))) {
            GptWeights.load(model, file, folder.resolve(WEIGHTS));
        }
        model.eval();
        return new ModelFolder(model, Tokenizers.find(folder), stopTokens(folder));
    }

    /// Reads the sizes of a model from a `config.json`.
    ///
    /// @throws IllegalArgumentException if a field is missing or not supported
    public static GptConfig readConfig(Path file) throws IOException {
        return GptConfigJson.read(file);
    }

    private static Set<Integer> stopTokens(Path folder) throws IOException {
        for (String name : new String[] {GENERATION, CONFIG}) {
            Path file = folder.resolve(name);
            if (Files.exists(file)) {
                Set<Integer> ids = GptConfigJson.stopTokens(file);
                if (!ids.isEmpty()) {
                    return ids;
                }
            }
        }
        return Set.of();
    }

    private static void requireFile(Path folder, String name, String what) {
        if (!Files.isRegularFile(folder.resolve(name))) {
            throw new IllegalArgumentException(what + " must hold " + name + ", got none in "
                    + folder + (Files.exists(folder) ? "" : ", which does not exist"));
        }
    }

    /// Writes the folder. If writing fails, a model that was there before is still whole.
    ///
    /// @param card the model card, in Markdown
    public void save(Path folder, String card) throws IOException {
        StagedFolder.write(folder, staged -> writeFiles(staged, card));
    }

    private void writeFiles(Path folder, String card) throws IOException {
        if (tokenizer.isPresent()) {
            Tokenizers.save(tokenizer.get(), folder);
        }
        AtomicFile.writeText(folder.resolve(CONFIG),
                GptConfigJson.write(model.config(), stopTokens));
        AtomicFile.writeText(folder.resolve(GENERATION), GptConfigJson.writeGeneration(stopTokens));
        AtomicFile.writeText(folder.resolve("README.md"), card);
        try (Scope _ = Scope.open()) {
            Safetensors.write(folder.resolve(WEIGHTS), GptWeights.export(model, w -> w),
                    Map.of("format", "pt"));
        }
    }

    /// A folder for a model just trained; the tokenizer's end-of-text token ends texts.
    public static ModelFolder of(GptModel model, Tokenizer tokenizer) {
        OptionalInt end = tokenizer.endOfText();
        return new ModelFolder(model, Optional.of(tokenizer),
                end.isPresent() ? Set.of(end.getAsInt()) : Set.of());
    }
}

package llm.tools;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import llm.model.DecoderModel;
import llm.model.GptConfig;
import llm.pretrain.folder.PretrainedModel;
import llm.text.bpe.BpeTokenizer;
import llm.text.bpe.BpeTrainer;

/// Models for the tests of the commands.
public final class Fixtures {
    /// A model that transformers saved, without a tokenizer; lies with the tests of chapter 5.
    public static final Path GPT2_TINY = file("gpt2-tiny");
    public static final BpeTokenizer TOKENIZER = BpeTrainer.ofSize(270)
            .train(List.of("the cat and the dog and the cat"));

    private Fixtures() {}

    public static Path file(String name) {
        return Path.of("..", "..", "chapters", "ch05-pretraining", "src", "test", "resources",
                "fixtures").resolve(name).toAbsolutePath().normalize();
    }

    /// The same files in another folder.
    public static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (var files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    public static JsonNode json(Path file) throws IOException {
        return json(Files.readString(file));
    }

    public static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("must be JSON and nothing else, got: " + text, e);
        }
    }

    public static int[] ints(JsonNode array) {
        return array.valueStream().mapToInt(JsonNode::asInt).toArray();
    }

    public static String commaSeparated(JsonNode array) {
        return array.toString().replaceAll("[\\[\\] ]", "");
    }

    /// A model with random weights that knows the letters and a few words.
    public static Path withTokenizer(Path folder) throws IOException {
        return withTokenizer(folder, TOKENIZER.vocabSize());
    }

    /// The same with a vocabulary that may be larger than its tokenizer.
    public static Path withTokenizer(Path folder, int vocabSize) throws IOException {
        DecoderModel model = new DecoderModel(GptConfig.of(vocabSize, 16, 8, 2, 1), 1);
        PretrainedModel.of(model, TOKENIZER).save(folder, "# A model for tests\n");
        return folder;
    }
}

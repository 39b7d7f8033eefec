package llm.tools.preference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import llm.model.DecoderModel;
import llm.model.GptConfig;
import llm.pretrain.folder.PretrainedModel;
import llm.text.bpe.BpeTokenizer;
import llm.text.bpe.BpeTrainer;
import llm.tools.Terminal;

/// A model of a few thousand weights that is to say words again, and data for it.
///
/// @param folder where all of it is
public record SmallAssistant(Path folder) {
    private static final String[] WORDS = {"cat", "dog", "hen", "cow"};

    public static SmallAssistant in(Path folder) throws IOException {
        BpeTokenizer tokenizer = BpeTrainer.ofSize(300)
                .train(List.of("say cat\nAnswer: cat dog hen cow"));
        PretrainedModel.of(new DecoderModel(GptConfig.of(tokenizer.vocabSize(), 48, 32, 2, 2), 1),
                tokenizer).save(folder.resolve("base"), "card");
        return new SmallAssistant(folder);
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    /// Instructions to say a word, with the word.
    public Path instructions() throws IOException {
        return write("say.json", i -> "\"output\":\"%s\"".formatted(word(i)));
    }

    /// The same, with the right word as the chosen answer and another one as the rejected.
    public Path pairs() throws IOException {
        return write("pairs.json", i -> "\"chosen\":\"%s\",\"rejected\":\"%s\""
                .formatted(word(i), word(i + 1)));
    }

    private Path write(String name, IntFunction<String> answers) throws IOException {
        return Files.writeString(folder.resolve(name), IntStream.range(0, 80)
                .mapToObj(i -> "{\"instruction\":\"say %s\",\"input\":\"\",%s}"
                        .formatted(word(i), answers.apply(i)))
                .collect(Collectors.joining(",\n", "[", "]")));
    }

    private static String word(int i) {
        return WORDS[i % WORDS.length];
    }

    /// Runs `./llm finetune WHAT --model … --data … --out …`.
    public Terminal finetune(String what, String model, Path data, String out, String... more) {
        return run(what, Stream.concat(Stream.of("--model", path(model).toString(), "--data",
                data.toString(), "--out", path(out).toString()), Stream.of(more)).toList());
    }

    /// Goes on with the training in a folder.
    Terminal resume(String what, String out) {
        return run(what, List.of("--out", path(out).toString(), "--resume"));
    }

    private static Terminal run(String what, List<String> options) {
        List<String> all = new ArrayList<>(List.of("finetune", what));
        all.addAll(options);
        return Terminal.run(all.toArray(String[]::new));
    }

    /// A copy of a training's folder as it was when its newest checkpoint had been written.
    void kill(String out, String copy) throws IOException {
        try (Stream<Path> files = Files.walk(path(out))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path relative = path(out).relativize(file);
                if (relative.getNameCount() > 1 || relative.endsWith("finetuning.json")
                        || relative.endsWith("before.json")
                        || relative.endsWith("metrics.jsonl")) {
                    Files.createDirectories(path(copy).resolve(relative).getParent());
                    Files.copy(file, path(copy).resolve(relative));
                }
            }
        }
    }

    /// Whether two trainings gave the same model, byte for byte.
    boolean same(String out, String other) throws IOException {
        return Files.mismatch(path(out).resolve("model.safetensors"),
                path(other).resolve("model.safetensors")) == -1;
    }
}

package llm.tools.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import llm.classify.TextClassifier;
import llm.tools.Fixtures;
import llm.tools.Terminal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("llm finetune classify")
class FinetuneClassifyCommandTest {
    @TempDir
    private Path folder = Path.of("");
    private Path model = Path.of("");
    private Path data = Path.of("");

    /// Texts that differ in one word, a third of them of one class.
    @BeforeEach
    void write() throws IOException {
        model = Fixtures.withTokenizer(folder.resolve("model"));
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 90; i++) {
            lines.add(i % 3 == 0 ? "dog\tthe dog " + i : "cat\tthe cat " + i);
        }
        data = Files.write(folder.resolve("animals.tsv"), lines);
    }

    private Terminal finetune(String out, String... more) {
        List<String> all = new ArrayList<>(List.of("finetune", "classify", "--out",
                folder.resolve(out).toString()));
        all.addAll(List.of(more));
        return Terminal.run(all.toArray(String[]::new));
    }

    private Terminal begin(String out, String... more) {
        List<String> all = new ArrayList<>(List.of("--model", model.toString(), "--data",
                data.toString()));
        all.addAll(List.of(more));
        for (String[] usual : new String[][] {{"--train-layers", "all"}, {"--lr", "1e-2"},
            {"--epochs", "4"}}) {
            if (!all.contains(usual[0])) {
                all.addAll(List.of(usual));
            }
        }
        return finetune(out, all.toArray(String[]::new));
    }

    @Test
    @DisplayName("writes a classifier that tells the classes apart, log, curves, and JSON")
    void learns() throws IOException {
        Terminal run = begin("out", "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode json = Fixtures.json(run.out());
        assertThat(json.get("accuracy").get("test").asDouble()).isGreaterThan(0.9);
        assertThat(json.get("labels").toString()).isEqualTo("[\"cat\",\"dog\"]");
        assertThat(json.get("steps").asInt()).isEqualTo(Math.round(4 * 63 / 8.0));
        for (String name : new String[] {"config.json", "model.safetensors", "tokenizer.json",
            "README.md", "log.csv", "loss.svg", "accuracy.csv", "accuracy.png", "result.json"}) {
            assertThat(folder.resolve("out").resolve(name)).isNotEmptyFile();
        }
        assertThat(run.err()).contains("63 texts to learn from, 9 to validate with, 18 to test");
        TextClassifier classifier = TextClassifier.load(folder.resolve("out"));
        assertThat(classifier.predict("the dog 7").label()).isEqualTo("dog");
        assertThat(classify("--model", folder.resolve("out").toString(), "the cat 7").out())
                .startsWith("cat  ");
    }

    private static Terminal classify(String... arguments) {
        return Terminal.run(Stream.concat(Stream.of("classify"), Stream.of(arguments))
                .toArray(String[]::new));
    }

    @Test
    @DisplayName("goes on after it was killed to the same weights, and keeps its settings")
    void resumes() throws IOException {
        begin("whole", "--save-every", "10");
        Path killed = folder.resolve("killed");
        copy(folder.resolve("whole"), killed);
        Terminal run = finetune("killed", "--resume");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("Goes on after step 30.");
        assertThat(Files.mismatch(killed.resolve("model.safetensors"),
                folder.resolve("whole/model.safetensors"))).isEqualTo(-1);
        assertThat(Files.readString(killed.resolve("accuracy.csv")))
                .isEqualTo(Files.readString(folder.resolve("whole/accuracy.csv")));
        assertThat(finetune("killed", "--resume").err()).contains("complete already");
        Terminal other = finetune("killed", "--resume", "--batch", "4");
        assertThat(other.exitCode()).isEqualTo(2);
        assertThat(other.err().strip()).isEqualTo(
                "A resumed training must keep its settings, --batch 8, got 4.");
    }

    /// What was on disk after the last checkpoint.
    private static void copy(Path whole, Path killed) throws IOException {
        try (Stream<Path> files = Files.walk(whole)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path relative = whole.relativize(file);
                if (relative.getNameCount() > 1 || relative.endsWith("finetuning.json")
                        || relative.endsWith("accuracy.csv")) {
                    Files.createDirectories(killed.resolve(relative).getParent());
                    Files.copy(file, killed.resolve(relative));
                }
            }
        }
    }

    @Test
    @DisplayName("with lora writes an adapter, and the model with it merged that says the same")
    void adapters() throws IOException {
        Terminal run = begin("lora", "--train-layers", "lora", "--rank", "2", "--lr", "3e-2");
        assertThat(run.exitCode()).as(run.err()).isZero();
        Path adapter = folder.resolve("lora/adapter");
        String merged = classify("--model", folder.resolve("lora").toString(), "--json",
                "the dog 4").out();
        String adapted = classify("--model", model.toString(), "--adapter", adapter.toString(),
                "--json", "the dog 4").out();
        assertThat(probability(adapted)).isCloseTo(probability(merged), within(1e-5));
        Path again = folder.resolve("again");
        Terminal merging = Terminal.run("lora", "merge", "--model", model.toString(), "--adapter",
                adapter.toString(), "--out", again.toString());
        assertThat(merging.exitCode()).as(merging.err()).isZero();
        assertThat(classify("--model", again.toString(), "--json", "the dog 4").out())
                .isEqualTo(merged);
        assertThat(begin("int8", "--train-layers", "lora", "--dtype", "int8").err())
                .contains("is not merged: use it with --adapter");
        assertThat(begin("no", "--dtype", "int8").err())
                .contains("--dtype int8 must be with --train-layers lora");
    }

    private static double probability(String json) {
        return Fixtures.json(json).get("probabilities").get("dog").asDouble();
    }

    @Test
    @DisplayName("classifies each line of a file, one JSON for each")
    void file() throws IOException {
        begin("out");
        Path lines = Files.write(folder.resolve("lines.txt"), List.of("the cat", "", "the dog"));
        Terminal run = classify("--model", folder.resolve("out").toString(), "--file",
                lines.toString(), "--json");
        assertThat(run.out().lines()).hasSize(3)
                .allSatisfy(line -> assertThat(Fixtures.json(line).fieldNames()).toIterable()
                        .containsExactly("label", "probabilities"));
    }

    @Test
    @DisplayName("says what is wrong before it writes anything")
    void refuses() throws IOException {
        assertThat(finetune("out").err()).contains("A new training needs --model and --data");
        assertThat(begin("out", "--balance", "half").err())
                .contains("--balance must be none, undersample or weights, got half.");
        assertThat(begin("out", "--train-layers", "first").err())
                .contains("the layers to train must be one of last-layer, last-block");
        Files.writeString(data, "cat\tthe cat\n");
        assertThat(begin("out").err()).contains("must be of two classes or more, got only cat");
        assertThat(folder.resolve("out/config.json")).doesNotExist();
        assertThat(folder.resolve("out/finetuning.json")).doesNotExist();
    }

    @Test
    @DisplayName("leaves out duplicates, balances, weighs, and cuts what is too long, and says so")
    void prepares() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(data));
        lines.add(lines.getFirst());
        lines.add("cat\t" + "the cat ".repeat(40));
        Files.write(data, lines);
        Terminal run = begin("out", "--balance", "undersample", "--seed", "3");
        assertThat(run.err()).contains("Left out 1 of 92 texts that were there before.",
                "Left out 31 more, so that every class has as many.", "42 texts to learn from");
        assertThat(begin("weighted", "--balance", "weights").err())
                .contains("Cut 1 texts that are longer than the model can look at.");
    }
}

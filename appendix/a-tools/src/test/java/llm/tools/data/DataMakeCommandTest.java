package llm.tools.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import llm.instruct.InstructionFile;
import llm.instructions.InstructionGenerator;
import llm.instructions.Split;
import llm.preferences.Comparison;
import llm.preferences.Preference;
import llm.preferences.PreferenceCorpus;
import llm.preferences.PreferenceGenerator;
import llm.puzzles.Demonstration;
import llm.puzzles.Puzzle;
import llm.puzzles.PuzzleCorpus;
import llm.spam.Message;
import llm.spam.SpamCorpus;
import llm.spam.SpamGenerator;
import llm.tales.Tale;
import llm.tales.TaleGenerator;
import llm.tools.Fixtures;
import llm.tools.Terminal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("llm data make")
class DataMakeCommandTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    @DisplayName("writes messages in three parts, and the same again for the same seed")
    void spam() throws IOException {
        Path messages = folder.resolve("messages");
        Terminal run = Terminal.run("data", "make", "spam", "--out", messages.toString(), "--count",
                "50", "--test", "20", "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(Fixtures.json(run.out()).get("bytes").asLong()).isPositive();
        assertThat(SpamCorpus.of(messages.resolve("train.tsv")).messages()).hasSize(50);
        assertThat(SpamCorpus.of(messages.resolve("validation.tsv")).messages()).hasSize(10);
        assertThat(SpamCorpus.of(messages.resolve("test.tsv")).messages()).hasSize(20);
        Terminal.run("data", "make", "spam", "--out", folder.resolve("again").toString(), "--count",
                "50", "--test", "20");
        assertThat(Files.mismatch(messages.resolve("train.tsv"),
                folder.resolve("again/train.tsv"))).isEqualTo(-1);
    }

    @Test
    @DisplayName("writes instructions in three parts")
    void instructions() throws IOException {
        Terminal.run("data", "make", "instructions", "--out", folder.toString(), "--count", "30",
                "--test", "10", "--seed", "4");
        assertThat(InstructionFile.read(folder.resolve("train.json"))).hasSize(30)
                .first().satisfies(first -> assertThat(first.output()).isEqualTo(
                        InstructionGenerator.of(4).entry(Split.TRAIN, 0).output()));
        assertThat(InstructionFile.read(folder.resolve("test.json"))).hasSize(10);
    }

    @Test
    @DisplayName("writes preferences of the set that is asked for, politeness if none is")
    void preferences() throws IOException {
        assertThat(Terminal.run("data", "make", "preferences", "--set", "right", "--out",
                folder.toString(), "--count", "30", "--test", "10", "--seed", "4").exitCode())
                .isZero();
        assertThat(pairs("train.json")).isEqualTo(pairs(Preference.RIGHT, Split.TRAIN, 30));
        assertThat(pairs("validation.json"))
                .isEqualTo(pairs(Preference.RIGHT, Split.VALIDATION, 5));
        assertThat(pairs("test.json")).isEqualTo(pairs(Preference.RIGHT, Split.TEST, 10));
        Terminal.run("data", "make", "preferences", "--out", folder.toString(), "--count", "20",
                "--seed", "4");
        assertThat(pairs("train.json")).isEqualTo(pairs(Preference.POLITE, Split.TRAIN, 20));
        assertThat(Terminal.run("data", "make", "preferences", "--set", "loud", "--out",
                folder.toString()).err()).contains("a set must be one of polite, right, got loud");
    }

    private List<List<String>> pairs(String file) {
        return answers(PreferenceCorpus.of(folder.resolve(file)).pairs());
    }

    private static List<List<String>> pairs(Preference set, Split split, int count) {
        return answers(PreferenceGenerator.of(set, 4).pairs(split, count));
    }

    private static List<List<String>> answers(List<Comparison> pairs) {
        return pairs.stream().map(pair -> List.of(pair.chosen(), pair.rejected())).toList();
    }

    @Test
    @DisplayName("writes puzzles, with as many right answers to learn from as asked for")
    void puzzles() {
        Terminal.run("data", "make", "puzzles", "--out", folder.toString(), "--count", "30",
                "--test", "10", "--right", "0");
        assertThat(PuzzleCorpus.of(folder.resolve("train.json")).demonstrations()).hasSize(30)
                .noneMatch(Demonstration::right);
        assertThat(PuzzleCorpus.of(folder.resolve("validation.json")).demonstrations())
                .hasSize(5).noneMatch(Demonstration::right);
        assertThat(PuzzleCorpus.of(folder.resolve("test.json")).demonstrations()).hasSize(10)
                .allMatch(Demonstration::right);
        Terminal.run("data", "make", "puzzles", "--out", folder.toString(), "--count", "20");
        assertThat(PuzzleCorpus.of(folder.resolve("train.json")).demonstrations()).hasSize(20)
                .allMatch(Demonstration::right);
    }

    @Test
    @DisplayName("writes puzzles with a right and a wrong answer")
    void sortedPairs() {
        Terminal.run("data", "make", "preferences", "--set", "sorted", "--out", folder.toString(),
                "--count", "30", "--test", "10");
        List<Comparison> pairs = PreferenceCorpus.of(folder.resolve("test.json")).pairs();
        assertThat(pairs).hasSize(10).allSatisfy(pair -> {
            Puzzle puzzle = Puzzle.of(0, pair.instruction());
            assertThat(puzzle.accepts(pair.chosen())).isTrue();
            assertThat(puzzle.accepts(pair.rejected())).isFalse();
        });
        assertThat(Terminal.run("data", "make", "preferences", "--set", "best", "--out",
                folder.toString()).err()).contains("a set must be one of polite, right, got best");
    }

    @Test
    @DisplayName("writes tales of a size")
    void tales() throws IOException {
        Path tales = folder.resolve("tales.txt");
        Terminal.run("data", "make", "tales", "--out", tales.toString(), "--megabytes", "0.02");
        assertThat(Files.size(tales)).isBetween(18_000L, 24_000L);
    }

    @Test
    @DisplayName("writes two messages of the training part behind each tale")
    void book() throws IOException {
        Path book = folder.resolve("book.txt");
        Terminal.run("data", "make", "book", "--out", book.toString(), "--megabytes", "0.01",
                "--seed", "5");
        String[] texts = Files.readString(book).split("\n" + Pattern.quote(Tale.SEPARATOR) + "\n");
        assertThat(texts[0]).isEqualTo(TaleGenerator.of(5).tale(0).text());
        assertThat(List.of(texts[1], texts[2])).isEqualTo(SpamGenerator.of(5)
                .messages(llm.spam.Split.TRAIN, 2).stream().map(Message::text).toList());
        assertThat(Files.size(book)).isBetween(10_000L, 12_000L);
    }

    @Test
    @DisplayName("says which data there are")
    void unknown() {
        assertThat(Terminal.run("data", "make", "poems", "--out", folder.toString()).err())
                .contains("The name must be tales, book, spam, instructions, preferences, "
                        + "puzzles or choices, got poems.");
    }
}

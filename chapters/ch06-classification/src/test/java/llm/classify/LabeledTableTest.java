package llm.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import llm.classify.LabeledSplit.Shares;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A table of labelled texts")
class LabeledTableTest {
    private static final LabeledTable SMALL = LabeledTable.of(List.of(new Example("b", "spam"),
            new Example("cccc", "ham"), new Example("aa", "ham"), new Example("b", "ham"),
            new Example("aa", "ham")));

    /// Texts `0`, `1`, … of which the first ones are spam.
    private static LabeledTable numbered(int spam, int ham) {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < spam + ham; i++) {
            examples.add(new Example(Integer.toString(i), i < spam ? "spam" : "ham"));
        }
        return LabeledTable.of(examples);
    }

    private static List<String> texts(LabeledTable table) {
        return table.examples().stream().map(Example::text).toList();
    }

    @Test
    @DisplayName("shows its texts, its classes and their lengths as Tablesaw tables")
    void inspect() {
        assertThat(SMALL.table().columnNames()).containsExactly("label", "text");
        assertThat(SMALL.table().rowCount()).isEqualTo(5);
        assertThat(SMALL.preview(2).stringColumn("text").asList()).containsExactly("b", "cccc");
        assertThat(SMALL.preview(9).rowCount()).isEqualTo(5);
        assertThat(SMALL.counts().stringColumn("label").asList()).containsExactly("ham", "spam");
        assertThat(SMALL.counts().intColumn("texts").asList()).containsExactly(4, 1);
        assertThat(SMALL.counts().doubleColumn("share").asList()).containsExactly(0.8, 0.2);
        assertThat(SMALL.lengths().columnNames()).containsExactly("label", "Min [characters]",
                "Median [characters]", "Mean [characters]", "Max [characters]");
        assertThat(SMALL.lengths().row(0).getDouble("Mean [characters]")).isEqualTo(2.25);
        assertThat(SMALL.classes()).containsExactly("ham", "spam");
    }

    @Test
    @DisplayName("has each text once, where it comes first, if asked")
    void distinct() {
        assertThat(SMALL.duplicates()).isEqualTo(2);
        LabeledTable distinct = SMALL.distinct();
        assertThat(distinct.examples()).containsExactly(new Example("b", "spam"),
                new Example("cccc", "ham"), new Example("aa", "ham"));
        assertThat(distinct.duplicates()).isZero();
    }

    @Test
    @DisplayName("weighs a text by n/(classes · count), a mean of 1")
    void classWeights() {
        assertThat(SMALL.classWeights()).hasToString("{ham=0.625, spam=2.5}");
        assertThat(4 * 0.625 + 2.5).isEqualTo(5);
    }

    @Test
    @DisplayName("is balanced by a draw from the larger classes, the seed's on every JDK")
    void balanced() {
        LabeledTable table = numbered(3, 20);
        assertThat(texts(table.balanced(1))).containsExactly("0", "1", "2", "19", "20", "22");
        assertThat(texts(table.balanced(2))).containsExactly("0", "1", "2", "11", "16", "21");
        assertThat(texts(numbered(4, 4).balanced(1))).isEqualTo(texts(numbered(4, 4)));
    }

    @Test
    @DisplayName("is split into parts that share no text, the seed's on every JDK")
    void split() {
        LabeledSplit split = numbered(12, 13).split(Shares.DEFAULT, 1);
        assertThat(texts(split.validation())).containsExactly("11", "16");
        assertThat(texts(split.test())).containsExactly("12", "22", "5", "0", "6", "1");
        assertThat(Stream.of(split.train(), split.validation(), split.test())
                .flatMap(part -> texts(part).stream()))
                .containsExactlyInAnyOrderElementsOf(texts(numbered(12, 13)));
        LabeledTable larger = numbered(50, 50);
        assertThat(texts(larger.split(Shares.DEFAULT, 2).test()))
                .isNotEqualTo(texts(larger.split(Shares.DEFAULT, 1).test()));
    }

    @Test
    @DisplayName("is not split into parts that lack a class")
    void splitTooSmall() {
        assertThatThrownBy(() -> numbered(2, 7).split(Shares.DEFAULT, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the validation part must have texts of all classes, got 0 texts and "
                        + "none of ham, spam");
        assertThatThrownBy(() -> numbered(2, 40).split(Shares.DEFAULT, 1)).hasMessage(
                "the validation part must have texts of all classes, got 4 texts and none of spam");
    }

    @Test
    @DisplayName("has two classes or more")
    void oneClass(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> LabeledTable.of(List.of(new Example("a", "ham"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("labelled texts must be of two classes or more, got only ham");
        Path file = Files.writeString(folder.resolve("a.csv"), "label,text\n");
        assertThatThrownBy(() -> LabeledTable.load(file)).hasMessage(
                file + " must be of two classes or more, got no text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n \n", "\uFEFF"})
    @DisplayName("is not read from a file of nothing")
    void empty(String contents, @TempDir Path folder) throws IOException {
        for (String name : List.of("a.csv", "a.tsv", "a.jsonl")) {
            Path file = Files.writeString(folder.resolve(name), contents);
            assertThatThrownBy(() -> LabeledTable.load(file)).hasMessage(
                    file + " must be of two classes or more, got no text");
        }
    }

    @Nested
    @DisplayName("of the SMS Spam Collection")
    @EnabledIfEnvironmentVariable(named = "LLM_DATA_DIR", matches = ".+")
    class SpamCollection {
        private final LabeledTable all = LabeledTable.load(
                Path.of(System.getenv("LLM_DATA_DIR"), "sms-spam", "SMSSpamCollection"));

        SpamCollection() throws IOException {
        }

        @Test
        @DisplayName("has 5,574 messages, 5,171 of them distinct")
        void sizes() {
            assertThat(all.size()).isEqualTo(5_574);
            assertThat(all.duplicates()).isEqualTo(403);
            assertThat(all.distinct().size()).isEqualTo(5_171);
            assertThat(all.distinct().counts().intColumn("texts").asList())
                    .containsExactly(4_518, 653);
        }

        @Test
        @DisplayName("is balanced to 747 of each class and split into 1,045, 149 and 300")
        void balanced() {
            LabeledTable balanced = all.balanced(123);
            assertThat(balanced.counts().intColumn("texts").asList()).containsExactly(747, 747);
            LabeledSplit split = balanced.split(Shares.DEFAULT, 123);
            assertThat(List.of(split.train().size(), split.validation().size(),
                    split.test().size())).containsExactly(1_045, 149, 300);
        }
    }
}

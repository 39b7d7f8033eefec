package llm.instruct.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import llm.instruct.Instruction;
import llm.text.Tokenizer;
import llm.text.files.Tokenizers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

@DisplayName("Statistics of lengths")
class LengthStatisticsTest {

    @Test
    @DisplayName("count, and tell least, middle, mean, 95th percentile and most")
    void numbers() {
        List<String> texts = IntStream.rangeClosed(1, 40).mapToObj("x"::repeat).toList();
        assertThat(LengthStatistics.of(texts, String::length))
                .isEqualTo(new LengthStatistics(40, 40, 1, 20.5, 20.5, 38, 40));
        assertThat(LengthStatistics.of(List.of("bb", "", "bb"), String::length))
                .isEqualTo(new LengthStatistics(3, 2, 0, 2, 4 / 3.0, 2, 2));
        assertThatIllegalArgumentException().isThrownBy(() ->
                LengthStatistics.of(List.of(), String::length))
                .withMessage("texts must be one or more, got none");
    }

    @Test
    @DisplayName("are a table with a row for each field, in characters or tokens")
    void table() {
        List<Instruction> instructions = List.of(Instruction.of("Name it.", "☀ sun"),
                new Instruction("Name it.", "🌊", "wave"),
                Instruction.of("Count to three.", "1 2 3"));
        Table characters = LengthStatistics.table(instructions, LengthStatistics::characters);
        assertThat(characters.columnNames()).containsExactly("text", "count", "distinct", "min",
                "median", "mean", "p95", "max");
        assertThat(characters.stringColumn("text").asList())
                .containsExactly("instruction", "input", "output");
        assertThat(characters.intColumn("count").asList()).containsExactly(3, 1, 3);
        assertThat(characters.intColumn("distinct").asList()).containsExactly(2, 1, 3);
        assertThat(characters.intColumn("max").asList()).containsExactly(15, 1, 5);
        assertThat(characters.doubleColumn("mean").getString(0)).isEqualTo("10.3");  // as shown
        Tokenizer gpt2 = Tokenizers.named("gpt2");
        assertThat(LengthStatistics.table(instructions, text -> gpt2.encode(text).length)
                .intColumn("max").asList()).containsExactly(4, gpt2.encode("🌊").length, 3);
    }

    @Test
    @DisplayName("have no row for inputs where there are none")
    void withoutInputs() {
        assertThat(LengthStatistics.table(List.of(Instruction.of("a", "b")), String::length)
                .stringColumn("text").asList()).containsExactly("instruction", "output");
    }

    @Test
    @DisplayName("show how lengths are spread, steps without a text too")
    void distribution() {
        Table table = LengthStatistics.distribution(
                List.of("", "x", "xx", "xxx", "x".repeat(11)), String::length, 3);
        assertThat(table.intColumn("from").asList()).containsExactly(0, 3, 6, 9);
        assertThat(table.intColumn("to").asList()).containsExactly(2, 5, 8, 11);
        assertThat(table.intColumn("texts").asList()).containsExactly(3, 1, 0, 1);
        assertThat(table.doubleColumn("share").asList()).containsExactly(0.6, 0.2, 0.0, 0.2);
    }
}

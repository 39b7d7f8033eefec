package llm.instructions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import llm.tales.SplitMix;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Invented words")
class InventedWordsTest {
    private static final Words.Row LIKE = new Words.Row("near", "the well");

    private static List<Words.Row> rows(String table, int count) {
        return IntStream.range(0, count).mapToObj(i ->
                InventedWords.row(table, LIKE, SplitMix.forIndex(3, i))).toList();
    }

    @Test
    @DisplayName("are names with a capital letter, things with a plural, places with a preposition")
    void form() {
        assertThat(rows("name", 500)).allMatch(row -> row.word().matches("[A-Z][a-z]{2,}")
                && row.other().equals(row.word()));
        assertThat(rows("thing", 500)).allMatch(row -> row.word().matches("[a-z]{2,}[lmnrktpd]")
                && row.other().equals(row.word() + "s"));
        assertThat(rows("place", 500)).allMatch(row -> row.word().equals("near")
                && row.other().matches("the [a-z]{3,}"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InventedWords.row("food", LIKE, new SplitMix(1)))
                .withMessage("a table must be one of [name, thing, place], got food");
    }

    @Test
    @DisplayName("are told from words of the tables and of the phrasings of a sentence")
    void mayBe() {
        assertThat(rows("name", 500)).allMatch(row -> InventedWords.mayBe(row.word()));
        assertThat(rows("thing", 500)).allMatch(row -> InventedWords.mayBe(row.word()));
        assertThat(Stream.of("Mia", "Robin", "golden", "barrel", "her", "Him", "brims"))
                .noneMatch(InventedWords::mayBe);
        assertThat(Stream.of(Split.values()).flatMap(split ->
                        Phrasings.standard().of(Kind.SENTENCE, split).stream())
                .flatMap(template -> Stream.of(template.split("[^A-Za-z]+"))))
                .noneMatch(InventedWords::mayBe);
    }

    @Test
    @DisplayName("are many, and in no table")
    void fresh() {
        List<String> words = rows("thing", 5_000).stream().map(Words.Row::word).toList();
        assertThat(new HashSet<>(words).size()).isGreaterThan(1_500);
        Set<String> known = Words.standard().tables().stream()
                .flatMap(table -> Words.standard().rows(table).stream())
                .flatMap(row -> Stream.of(row.word(), row.other())).collect(Collectors.toSet());
        assertThat(words).noneMatch(known::contains);
    }

    @Test
    @DisplayName("stand in about half of the places for names in training, and nowhere else")
    void shares() {
        Set<String> names = Words.standard().rows("name").stream().map(Words.Row::word)
                .collect(Collectors.toSet());
        for (Split split : Split.values()) {
            List<Entry> told = InstructionGenerator.of(5).entries(split, 4_800).stream()
                    .filter(entry -> entry.kind() == Kind.WHO).toList();
            double invented = told.stream().filter(entry -> !names.contains(entry.output()))
                    .count() / (double) told.size();
            assertThat(invented).as("%s", split)
                    .isCloseTo(split == Split.TRAIN ? 0.5 : 0, within(0.12));
        }
    }
}

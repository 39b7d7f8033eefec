package llm.instructions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import llm.tales.Tale;
import llm.tales.TaleGenerator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The words")
class WordsTest {
    private static final Words WORDS = Words.standard();

    @Test
    @DisplayName("of an open table are shared out three, one, one; those of a closed one are not")
    void splits() {
        var small = new Words("name: A, B, C, D, E, F\n\n# comment\ncolour: red,\n    blue\n");
        assertThat(small.rows("name", Split.TRAIN)).extracting(Words.Row::word)
                .containsExactly("A", "B", "C", "F");
        assertThat(small.rows("name", Split.VALIDATION)).extracting(Words.Row::word)
                .containsExactly("D");
        assertThat(small.rows("name", Split.TEST)).extracting(Words.Row::word)
                .containsExactly("E");
        assertThat(small.rows("colour", Split.TEST)).extracting(Words.Row::word)
                .containsExactly("red", "blue");
    }

    @Test
    @DisplayName("stand once in their table, and tables that one asks for members share none")
    void once() {
        for (String table : WORDS.tables()) {
            assertThat(WORDS.rows(table).stream().map(row -> table.equals("place")
                    ? row.other() : row.word())).as(table).doesNotHaveDuplicates();
        }
        assertThat(Stream.concat(Words.CATEGORIES.stream(), Words.OPEN.stream())
                .flatMap(table -> WORDS.rows(table).stream())
                .flatMap(row -> Stream.of(row.word(), row.other()).distinct())
                .filter(word -> WORDS.rows("place").stream()
                        .noneMatch(place -> place.word().equals(word))))
                .doesNotHaveDuplicates();
        assertThat(WORDS.rows("opposite").stream().flatMap(row ->
                Stream.of(row.word(), row.other()))).doesNotHaveDuplicates();
        assertThat(WORDS.rows("code")).extracting(Words.Row::other).doesNotHaveDuplicates();
        assertThat(WORDS.rows("code")).extracting(Words.Row::word)
                .containsExactlyElementsOf(WordTasks.animalsAndColours(WORDS));
    }

    @Test
    @DisplayName("are nearly all words of the tales")
    void fromTheTales() {
        Set<String> told = TaleGenerator.of(1).stream().limit(3_000).map(Tale::text)
                .flatMap(text -> wordsOf(text)).collect(Collectors.toSet());
        for (String table : List.of("name", "animal", "colour", "thing", "place")) {
            assertThat(wordsOf(table, WORDS)).as(table).isSubsetOf(told);
        }
        Set<String> used = WORDS.tables().stream().filter(table -> !table.equals("code"))
                .flatMap(table -> wordsOf(table, WORDS).stream()).collect(Collectors.toSet());
        long known = used.stream().filter(told::contains).count();
        assertThat((double) known / used.size()).isGreaterThan(0.9);
    }

    @Test
    @DisplayName("that fill a story hold no name, colour, thing or place")
    void fillers() {
        Set<String> said = wordsOf("filler", WORDS);
        var facts = new HashSet<String>(List.of("meadow", "hill", "well"));
        for (String table : List.of("colour", "thing", "animal")) {
            WORDS.rows(table).forEach(row -> facts.add(row.word()));
        }
        assertThat(said).doesNotContainAnyElementsOf(facts);
        assertThat(WORDS.rows("name")).noneMatch(name ->
                WORDS.rows("filler").stream().anyMatch(f -> f.word().contains(name.word())));
        assertThat(WORDS.rows("place")).noneMatch(place ->
                WORDS.rows("filler").stream().anyMatch(f -> f.word().contains(place.other())));
    }

    @Test
    @DisplayName("are asked for by tables that exist")
    void errors() {
        assertThatThrownBy(() -> new Words("name: A\n").rows("animal"))
                .hasMessage("a table must be one of [name], got animal");
        assertThatThrownBy(() -> WORDS.beside("code", "kite"))
                .hasMessage("a word must be in table code, got kite");
        assertThatThrownBy(() -> new Words("name A"))
                .hasMessage("a line must be 'table: word', got name A");
    }

    private static Set<String> wordsOf(String table, Words words) {
        return words.rows(table).stream()
                .flatMap(row -> wordsOf(table.equals("thing") ? row.word()
                        : row.word() + " " + row.other())).collect(Collectors.toSet());
    }

    private static Stream<String> wordsOf(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^a-z]+"))
                .filter(word -> !word.isEmpty());
    }
}

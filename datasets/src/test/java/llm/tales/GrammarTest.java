package llm.tales;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.function.IntBinaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The stories")
class GrammarTest {
    private static final int STORIES = 5000;
    private static final long FRESH_SEED = 90210;
    private static final List<Tale> TALES =
            TaleGenerator.of(FRESH_SEED).stream().limit(STORIES).toList();

    /// Slips of the pen that a template can produce.
    private static final List<String> SLIPS = List.of(
            "\\b[Aa] [aeiou]", "\\b[Aa]n (?!hour)[^aeiou]", "  ", " \\n", "\\n ", "\\n\\n",
            "[\\[\\]{}<>|/#]", "\\(n\\)", " [.,!?;:]", "[.,!?][A-Za-z]", "[.!?]{2}", ",,",
            "[.!?] [a-z]", "\\b(\\w+) \\1\\b", "\\bthe a\\b", "\\ba the\\b", "\"\"");

    @Test
    @DisplayName("follow at least 12 plots, all about equally often")
    void plots() {
        var counts = TALES.stream()
                .collect(Collectors.groupingBy(Tale::plot, Collectors.counting()));
        assertThat(counts).hasSizeGreaterThanOrEqualTo(12)
                .hasSize(Grammar.standard().plots().size());
        double expected = (double) STORIES / counts.size();
        assertThat(counts.values()).allMatch(
                count -> Math.abs(count - expected) < 5 * Math.sqrt(expected));
    }

    @Test
    @DisplayName("hold no slip of the pen: a or an, spaces, placeholders, punctuation")
    void noSlips() {
        for (String slip : SLIPS) {
            var pattern = Pattern.compile(slip);
            assertThat(TALES.stream().map(Tale::text)
                    .filter(text -> pattern.matcher(text).find()).limit(2)).as(slip).isEmpty();
        }
    }

    @Test
    @DisplayName("close every quotation that they open, within a paragraph")
    void quotations() {
        assertThat(TALES).allSatisfy(tale -> assertThat(tale.text().split("\n"))
                .allMatch(line -> line.chars().filter(c -> c == '"').count() % 2 == 0));
    }

    @Test
    @DisplayName("have consistent names and objects, and are well formed: every one of them")
    void consistent() {
        var checker = new StoryChecker(Lexicon.standard());
        assertThat(TALES).allSatisfy(
                tale -> assertThat(checker.check(tale.text()).findings()).isEmpty());
    }

    @Test
    @DisplayName("name exactly the characters and objects that their record lists")
    void castIsComplete() {
        var lexicon = Lexicon.standard();
        for (Tale tale : TALES) {
            List<String> words = Prose.words(tale.text());
            assertThat(words.stream().filter(lexicon::isName).collect(Collectors.toSet()))
                    .isEqualTo(tale.names().stream()
                            .map(name -> name.substring(name.lastIndexOf(' ') + 1))
                            .collect(Collectors.toSet()));
            assertThat(tale.objects()).isSubsetOf(words);
        }
    }

    @Test
    @DisplayName("have between 80 and 250 words, whatever is chosen")
    void lengths() {
        for (Grammar.Plot plot : Grammar.standard().plots()) {
            assertThat(words(plot.story(), Math::min)).as(plot.name()).isGreaterThanOrEqualTo(80);
            assertThat(words(plot.story(), Math::max)).as(plot.name()).isLessThanOrEqualTo(250);
        }
        assertThat(TALES).allMatch(tale -> tale.bytes() < TaleWriter.LEAST_BYTES);
    }

    @Test
    @DisplayName("use a small vocabulary and hardly ever repeat")
    void vocabulary() {
        var words = new HashSet<String>();
        TALES.forEach(tale -> Prose.words(tale.text().toLowerCase(Locale.ROOT))
                .forEach(words::add));
        assertThat(words).hasSizeBetween(800, 1500);
        assertThat(TALES.stream().map(Tale::text).distinct()).hasSize(STORIES);
    }

    /// The shortest or longest text of a phrase, in words.
    private static int words(Phrase phrase, IntBinaryOperator pick) {
        return switch (phrase) {
            case Phrase.Text text -> Prose.countWords(text.text());
            case Phrase.Article article -> 1;
            case Phrase.Slot slot -> pick(slot.forms().stream().mapToInt(Prose::countWords), pick);
            case Phrase.Sequence all -> all.parts().stream().mapToInt(p -> words(p, pick)).sum();
            case Phrase.Choice one ->
                    pick(one.alternatives().stream().mapToInt(p -> words(p, pick)), pick);
        };
    }

    private static int pick(IntStream lengths, IntBinaryOperator pick) {
        return lengths.reduce(pick).orElseThrow();
    }
}

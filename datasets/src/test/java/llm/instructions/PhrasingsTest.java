package llm.instructions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The phrasings")
class PhrasingsTest {
    private static final Phrasings PHRASINGS = Phrasings.standard();
    private static final Pattern SLOT = Pattern.compile("\\{([a-z]+)}");

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("are at least ten for training and three for each other split, of every kind")
    void enough(Kind kind) {
        assertThat(PHRASINGS.of(kind, Split.TRAIN)).hasSizeGreaterThanOrEqualTo(10);
        assertThat(PHRASINGS.of(kind, Split.VALIDATION)).hasSizeGreaterThanOrEqualTo(3);
        assertThat(PHRASINGS.of(kind, Split.TEST)).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    @DisplayName("differ in their words, within a split and between splits and kinds")
    void disjoint() {
        var seen = new HashSet<String>();
        var twice = new ArrayList<String>();
        for (String template : all(Split.values())) {
            String words = String.join(" ", words(template));
            if (!seen.add(words)) {
                twice.add(template);
            }
        }
        assertThat(twice).isEmpty();
    }

    @Test
    @DisplayName("that are held out use only words that training phrasings use")
    void knownWords() {
        Set<String> known = words(Split.TRAIN);
        assertThat(words(Split.VALIDATION)).isSubsetOf(known);
        assertThat(words(Split.TEST)).isSubsetOf(known);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("of a kind have the same slots, the input aside; a deed has two tenses")
    void sameSlots(Kind kind) {
        Map<Split, Set<Set<String>>> slots = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            slots.put(split, PHRASINGS.of(kind, split).stream()
                    .map(PhrasingsTest::slots).collect(Collectors.toSet()));
        }
        assertThat(slots.get(Split.TRAIN)).hasSize(1);
        assertThat(slots.values()).allMatch(slots.get(Split.TRAIN)::equals);
    }

    @Test
    @DisplayName("are read by kind and split; an unknown kind is refused")
    void reads() {
        var read = new Phrasings("# comment\n\nSORT\ntrain\n    Sort it.\n    Sort {input}.\n"
                + "test\n    Do sort.\n");
        assertThat(read.of(Kind.SORT, Split.TRAIN)).containsExactly("Sort it.", "Sort {input}.");
        assertThat(read.of(Kind.SORT, Split.TEST)).containsExactly("Do sort.");
        assertThatThrownBy(() -> new Phrasings("SING\ntrain\n"))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("SING");
    }

    private static List<String> all(Split... splits) {
        return Arrays.stream(splits).flatMap(split -> Arrays.stream(Kind.values())
                .flatMap(kind -> PHRASINGS.of(kind, split).stream())).toList();
    }

    private static Set<String> words(Split split) {
        return all(split).stream().flatMap(template -> words(template).stream())
                .collect(Collectors.toSet());
    }

    private static List<String> words(String template) {
        return Arrays.stream(template.toLowerCase(Locale.ROOT).split("[^a-z{}]+"))
                .filter(word -> !word.isEmpty()).toList();
    }

    private static Set<String> slots(String template) {
        Set<String> slots = SLOT.matcher(template).results()
                .map(slot -> slot.group(1).replace("did", "do")).collect(Collectors.toCollection(
                        TreeSet::new));
        slots.remove("input");
        return slots;
    }
}

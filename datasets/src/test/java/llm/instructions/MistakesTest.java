package llm.instructions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import llm.tales.SplitMix;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A mistake")
class MistakesTest {
    private static final int COUNT = 4_800;                  // 200 of each kind
    private static final Map<Split, List<Entry>> ENTRIES = new EnumMap<>(Split.class);

    static {
        for (Split split : Split.values()) {
            ENTRIES.put(split, InstructionGenerator.of(9).entries(split, COUNT));
        }
    }

    @ParameterizedTest(name = "{0}: {1} {2} = {3}")
    @CsvSource(delimiter = '|', textBlock = """
            plural      | The plural?  | ''  | mice    | mouse; mouses; mousees
            plural      | The plural?  | ''  | kites   | kite; kitees
            upper-case  | Large, please. | ''  | RED FOX | red fox; RED fox; red FOX
            category    | What is it?  | fog | weather | animal; colour; food
            count-items | How many?    | ''  | 3       | 2; 4
            sort        | From A to Z. | fox, cat, owl | cat, fox, owl \
            | fox, cat, owl; cat, owl, fox; owl, fox, cat
            reverse     | Reverse it.  | Mia, Tom, Pip | Pip, Tom, Mia \
            | Mia, Tom, Pip; Tom, Pip, Mia; Pip, Mia, Tom
            pick        | The first: kite, ball, drum | '' | kite | ball; drum
            remove      | Remove ball: kite, ball, drum | '' | kite, drum | ball, drum; kite, ball
            repeat      | Say it twice. | Mia | Mia - Mia \
            | Mia; Mia - Mia - Mia; Mia, Mia; Mia * Mia
            pattern     | What comes next? | kite, ball, drum, kite | ball | kite; drum
            compare     | Which is larger: 5 or 12? | '' | 12 | 5
            pronoun     | From he to she. | He saw his kite. | She saw her kite. \
            | He saw her kite.; She saw his kite.
            pronoun     | From he to she. | Mia gave him a kite. | Mia gave her a kite. \
            | Mia gave him a kite.
            extract     | The thing? | Mia lost a red kite near the well. | kite \
            | Mia; red; the well
            who         | Who lost it? | Mia lost a red kite near the well. At the pond, Tom \
            hid a blue ball. | Mia | Tom
            where       | Where did Brim lose it? | Snow fell softly. Brim lost a red tolvek \
            near the gelk. At the pond, Tom hid a blue ball. | near the gelk | at the pond
            what        | What did Mia lose? | Mia lost a red kite near the well. At the pond, \
            Tom hid an orange ball. | a red kite | a red ball; an orange kite; an orange ball
            where       | Where did Mia lose it? | Mia lost a red kite near the well. At the \
            pond, Tom hid a blue ball. | near the well | at the pond
            contains    | Is Mia in it? | Tom hid a ball. | no | yes
            """)
    @DisplayName("is one of those that somebody could make")
    void byHand(String kind, String instruction, String input, String output, String wrong) {
        var entry = new Entry(0, Kind.of(kind), "", instruction, input, output);
        assertThat(mistakes(entry)).isEqualTo(new TreeSet<>(List.of(wrong.split("; "))));
    }

    @Test
    @DisplayName("keeps the form of the answer where it borrows the words of another one")
    void borrowed() {
        assertThat(mistakes(entry("past-tense", "went"))).contains("goed", "go", "ran");
        assertThat(mistakes(entry("opposite", "small"))).contains("hot", "old");
        assertThat(mistakes(entry("code", "zu ba"))).contains("ba zu", "zu du", "ko ba")
                .allMatch(code -> code.matches("[a-z]{2} [a-z]{2}"));
        assertThat(mistakes(entry("name-some", "fox, owl"))).contains("fox", "fox, fox",
                "fox, red", "fox, owl, bear").allMatch(list -> list.startsWith("fox"));
        assertThat(mistakes(entry("question", "Did Mia lose a kite?"))).contains(
                "Did Mia lost a kite?", "Did Mia find a kite?", "Did Ivy lose a kite?");
        var sentence = new Entry(0, Kind.SENTENCE, "", "Write a sentence about Mia and the kite.",
                "", "Mia lost the kite near the well.");
        assertThat(mistakes(sentence)).contains("Ivy lost the kite near the well.")
                .anyMatch(text -> text.matches("Mia .* the ball.*"));
    }

    private static Entry entry(String kind, String output) {
        return new Entry(0, Kind.of(kind), "", "", "", output);
    }

    private static Set<String> mistakes(Entry entry) {
        return IntStream.range(0, 3_000).mapToObj(i ->
                        Mistakes.of(entry, Split.TRAIN, SplitMix.forIndex(5, i)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("is never right, nor empty, nor made of another split's words")
    void neverRight(Kind kind) {
        ENTRIES.forEach((split, entries) -> {
            Set<String> foreign = Arrays.stream(Split.values()).filter(other -> other != split)
                    .flatMap(other -> Stream.of("name", "thing").flatMap(table ->
                            Words.standard().rows(table, other).stream()))
                    .map(Words.Row::word).collect(Collectors.toSet());
            entries.stream().filter(entry -> entry.kind() == kind).forEach(entry -> {
                String wrong = Mistakes.of(entry, split, SplitMix.forIndex(9, entry.index()));
                assertThat(wrong).as(entry.toString()).isNotBlank();
                assertThat(entry.accepts(wrong)).as(entry + ": " + wrong).isFalse();
                assertThat(wrong.split("[^A-Za-z]+")).doesNotContainAnyElementsOf(foreign);
            });
        });
    }
}

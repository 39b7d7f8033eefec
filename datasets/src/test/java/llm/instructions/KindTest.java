package llm.instructions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A kind of task")
class KindTest {
    private static final List<Entry> FIRST = InstructionGenerator.of(2026).entries(Split.TRAIN, 48);
    private static final List<Entry> MANY =
            Arrays.stream(Split.values()).flatMap(split ->
                    InstructionGenerator.of(5).entries(split, 2_400).stream()).toList();

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            opposite     | Give the opposite of night. | '' | day
            plural       | What is the plural of sack? | '' | sacks
            past-tense   | Give the past tense of this word. | help | helped
            code         | Write in the secret code: green hedgehog | '' | su ko
            category     | Give the kind of thing: frost | '' | weather
            upper-case   | Put these words into capital letters. | owl hedgehog | OWL HEDGEHOG
            question     | Ask this as a question. \
            | Adam dropped a blue whistle behind the apple tree. \
            | Did Adam drop a blue whistle behind the apple tree?
            pronoun      | Rewrite the sentence with she for he. \
            | He left his purple thimble. | She left her purple thimble.
            count-items  | How many words are in this list? \
            | basket, barrel, whistle, plate, puppet, ball, pillow, bell, sack | 9
            count-word   | Say how many times Clover is in the list. \
            | Bruno, Clover, Clover, Misty, Clover, Henry | 3
            sort         | Write this list from A to Z. | white, otter, silver \
            | otter, silver, white
            pick         | What is the last word of this list? \
            | Elsa, Acorn, Flora, Jack, Mia, Nina | Nina
            reverse      | Write the words in reverse order. | Clover, Hana, Sam | Sam, Hana, Clover
            remove       | Write this list without Maya: Maya, Zoe, Pip | '' | Zoe, Pip
            repeat       | Use dashes and write this word two times. | ladder | ladder - ladder
            pattern      | Go on with this pattern. Write one word. \
            | Paul, Lena, Shelly, Paul, Lena, Shelly, Paul, Lena | Shelly
            compare      | Give the smaller number: 15 or 20 | '' | 15
            extract      | Find the name in the story. | Then it grew dark. \
            Dew sparkled on the grass. Nina left a brown birdhouse by the river. | Nina
            who          | Read the story. Who saw the plank? | Carl saw a red plank behind the \
            door. Jack left a purple brush near the market. | Carl
            what         | In the story, what did Ivy find? | Jack saw a white kite under the bed. \
            Ivy found a green mitten near the beehives. Everyone was happy. | a green mitten
            where        | Tell me where Flora found the vase. | In the valley, Flora found a \
            yellow vase. Oscar hid a brown plank in the meadow. | in the valley
            contains     | Does this story say the name Greta? | It was a rainy spring day. Under \
            the bed, Flora painted a green barrel. By the warm stove, Pip dropped a golden kite. \
            | no
            """)
    @DisplayName("gives the answer that one finds by hand")
    void byHand(String label, String instruction, String input, String output) {
        assertThat(FIRST).filteredOn(entry -> entry.instruction().equals(instruction)
                        && entry.input().equals(input))
                .extracting(entry -> entry.kind().label(), Entry::output)
                .containsExactly(tuple(label, output));
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("accepts its own answers, and none of the usual wrong ones")
    void checksItself(Kind kind) {
        assertThat(of(kind)).hasSize(300).allSatisfy(entry -> {
            assertThat(entry.accepts(entry.output())).isTrue();
            assertThat(entry.accepts(" " + entry.output() + "\n")).isTrue();
            for (String wrong : wrongAnswers(entry)) {
                assertThat(entry.accepts(wrong)).as(entry + ": " + wrong).isFalse();
            }
        });
    }

    private static List<String> wrongAnswers(Entry entry) {
        String output = entry.output();
        return List.of("", "I do not know", output + " " + output, output + ", moon",
                "x" + output, entry.instruction(),
                output.substring(0, Math.max(0, output.length() - 2)));
    }

    @Test
    @DisplayName("about a story answers with words of it, and says yes for a name that is in it")
    void fromTheStory() {
        for (Kind kind : List.of(Kind.EXTRACT, Kind.WHO, Kind.WHAT, Kind.WHERE)) {
            assertThat(of(kind)).allSatisfy(entry -> assertThat(entry.input())
                    .containsIgnoringCase(entry.output()));
        }
        assertThat(of(Kind.CONTAINS)).allSatisfy(entry -> assertThat(entry.output())
                .isEqualTo(entry.input().contains(opened(entry)) ? "yes" : "no"));
        assertThat(of(Kind.CONTAINS)).filteredOn(entry -> entry.output().equals("yes"))
                .hasSizeBetween(110, 190);                  // 150 ± 4.6 standard deviations
    }

    @Test
    @DisplayName("about a list counts, removes and finds the words that the instruction names")
    void fromTheList() {
        assertThat(of(Kind.COUNT_WORD)).filteredOn(entry -> !entry.input().isEmpty())
                .allSatisfy(entry -> assertThat(list(entry.input()))
                        .filteredOn(opened(entry)::equals)
                        .hasSize(Integer.parseInt(entry.output())));
        assertThat(of(Kind.REMOVE)).filteredOn(entry -> !entry.input().isEmpty())
                .allSatisfy(entry -> assertThat(list(entry.input()))
                        .containsAll(list(entry.output())).contains(opened(entry))
                        .hasSize(list(entry.output()).size() + 1));
        assertThat(of(Kind.SORT)).allSatisfy(entry ->
                assertThat(list(entry.output())).hasSize(3).isSorted());
        assertThat(of(Kind.COUNT_ITEMS)).extracting(entry -> Integer.parseInt(entry.output()))
                .contains(2, 3, 4, 5, 6, 7, 8, 9).allMatch(count -> count >= 2 && count <= 9);
    }

    @Test
    @DisplayName("has a label in files and a description of one line")
    void labels() {
        assertThat(Kind.of("past-tense")).isEqualTo(Kind.PAST_TENSE);
        assertThatThrownBy(() -> Kind.of("dance"))
                .hasMessageStartingWith("a kind must be one of opposite, plural,")
                .hasMessageEndingWith(", got dance");
        assertThat(Kind.values()).hasSizeGreaterThanOrEqualTo(14)
                .extracting(Kind::description).doesNotHaveDuplicates()
                .allMatch(text -> text.length() > 10 && text.length() < 80);
    }

    private static List<Entry> of(Kind kind) {
        return MANY.stream().filter(entry -> entry.kind() == kind).toList();
    }

    /// The name or thing that the instruction speaks of.
    private static String opened(Entry entry) {
        return Stream.of(entry.instruction().split("[^A-Za-z]+"))
                .filter(Words.standard()::isNameOrThing).findFirst().orElseThrow();
    }

    private static List<String> list(String text) {
        return List.of(text.split(", "));
    }
}

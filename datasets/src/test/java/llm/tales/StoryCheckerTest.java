package llm.tales;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A strict listener")
class StoryCheckerTest {
    private static final String GOOD = """
            Once upon a time, there was a little girl named Mia. She had a red kite.
            One day Mia met Baker Ned, a cheerful man. "Have you seen my kite?" asked Mia.
            "Here is the red kite," said Baker Ned, and he smiled.""";

    private final StoryChecker checker = new StoryChecker(Lexicon.standard());

    @Test
    @DisplayName("finds nothing wrong with a good story")
    void good() {
        assertThat(checker.check(GOOD).findings()).isEmpty();
    }

    @Nested
    @DisplayName("hears that a name")
    class Names {
        @Test
        @DisplayName("was switched halfway")
        void switched() {
            assertNames(GOOD.replace("asked Mia", "asked Lena"), "not introduced: Lena");
        }

        @Test
        @DisplayName("has another character's title")
        void title() {
            assertNames(GOOD.replace("said Baker Ned", "said Doctor Ned"),
                    "wrong title: Doctor Ned");
            assertNames(GOOD.replace("said Baker Ned", "said Ned"), "wrong title: said Ned");
        }

        @Test
        @DisplayName("is missing for a pronoun")
        void pronoun() {
            assertNames(GOOD.replace("girl named Mia", "boy named Tom").replace("Mia", "Tom"),
                    "pronoun for nobody: she");
            assertNames("There was a girl named Mia. She saw him.", "pronoun for nobody: him");
        }

        private void assertNames(String story, String finding) {
            StoryCheck check = checker.check(story);
            assertThat(check.names()).containsExactly(finding);
            assertThat(check.namesConsistent()).isFalse();
            assertThat(check.objectsConsistent()).isTrue();
        }
    }

    @Nested
    @DisplayName("hears that an object")
    class Objects {
        @Test
        @DisplayName("came from nowhere")
        void switched() {
            assertObjects(GOOD.replace("the red kite", "the red drum"), "not introduced: drum");
            assertObjects(GOOD.replace("the red kite", "her drum"), "not introduced: drum");
        }

        @Test
        @DisplayName("changed its colour")
        void colour() {
            assertObjects(GOOD.replace("the red kite", "the blue kite"),
                    "changed colour: red and blue kite");
        }

        private void assertObjects(String story, String finding) {
            StoryCheck check = checker.check(story);
            assertThat(check.objects()).containsExactly(finding);
            assertThat(check.objectsConsistent()).isFalse();
            assertThat(check.namesConsistent()).isTrue();
        }
    }

    @Nested
    @DisplayName("sees that the form")
    class Form {
        @Test
        @DisplayName("lacks a beginning or an end")
        void ends() {
            assertForm("once upon a time.", "no capital at the start");
            assertForm("Once upon a", "no end");
            assertThat(checker.check("").form()).contains("no capital at the start", "no end");
        }

        @Test
        @DisplayName("holds a word that tales do not know")
        void unknownWords() {
            assertForm("Once there was a spaceship.", "unknown word: spaceship");
            assertForm("Once MIA ran.", "unknown word: MIA");
        }

        @Test
        @DisplayName("goes in circles")
        void repeated() {
            assertForm("Mia ran. Tom ran. Mia ran.", "said twice: Mia ran.");
        }

        private void assertForm(String story, String... findings) {
            StoryCheck check = checker.check(story);
            assertThat(check.form()).containsExactly(findings);
            assertThat(check.wellFormed()).isFalse();
        }
    }

    @Test
    @DisplayName("survives any text a model may write")
    void anyText() {
        for (String text : List.of("", "\n\n", "''' \" .", "\u0000\uFFFD", "a", "Ned", "…")) {
            assertThat(checker.check(text).wellFormed()).as(text).isFalse();
        }
    }
}

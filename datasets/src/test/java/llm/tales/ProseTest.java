package llm.tales;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A text")
class ProseTest {

    @Test
    @DisplayName("is cut into sentences, with speech kept together")
    void sentences() {
        assertThat(Prose.sentences("\"Where?\" asked Mia. \"There!\" She ran.\nNo end"))
                .containsExactly("\"Where?\" asked Mia.", "\"There!\"", "She ran.", "No end");
        assertThat(Prose.sentences("")).isEmpty();
    }

    @Test
    @DisplayName("is cut into words without a possessive s")
    void words() {
        assertThat(Prose.words("Mia's heart, \"oh no\"!"))
                .containsExactly("Mia", "heart", "oh", "no");
        assertThat(Prose.words("'s is no word of a story")).startsWith("'s", "is");
        assertThat(Prose.countWords("Mia's heart, \"oh no\"!")).isEqualTo(4);
    }
}

package llm.eval.choice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A written answer")
class GeneratedChoiceTest {
    @ParameterizedTest(name = "{0} names {1}")
    @CsvSource(delimiter = '|', textBlock = """
            B | 1
            (C) | 2
            The answer is D. | 3
            Answer: B, because it is | 1
            A good answer is C. | 2
            A. A good answer | 0
            Clearly B! | 1
            B is right | 1
            F or A | 0
            It is A | 0
            """)
    @DisplayName("names the first letter that stands alone")
    void parses(String text, int choice) {
        assertThat(GeneratedChoice.parse(text, 4)).isEqualTo(OptionalInt.of(choice));
    }

    @Test
    @DisplayName("may name none")
    void namesNone() {
        assertThat(GeneratedChoice.parse("Because of the weather", 4)).isEmpty();
        assertThat(GeneratedChoice.parse("b", 4)).isEmpty();
        assertThat(GeneratedChoice.parse("E", 4)).isEmpty();
        assertThat(GeneratedChoice.parse("", 4)).isEmpty();
    }
}

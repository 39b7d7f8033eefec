package llm.spam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import llm.tales.SplitMix;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A style of texting")
class TextingStyleTest {

    @Test
    @DisplayName("may leave a text as it is")
    void nothing() {
        assertThat(typed(new TextingStyle(0, 0, 0, 0), "See you later."))
                .containsExactly("See you later.");
    }

    @Test
    @DisplayName("may use small letters only, and no last full stop")
    void small() {
        assertThat(typed(new TextingStyle(100, 0, 0, 0), "See You.")).containsExactly("see you.");
        assertThat(typed(new TextingStyle(0, 0, 100, 0), "Hi. Bye.")).containsExactly("Hi. Bye");
        assertThat(typed(new TextingStyle(0, 0, 100, 0), "Well...")).containsExactly("Well...");
    }

    @Test
    @DisplayName("may abbreviate some words and keeps their punctuation")
    void abbreviated() {
        assertThat(typed(new TextingStyle(0, 100, 0, 0), "Thanks, Youssef, see you!"))
                .containsExactlyInAnyOrder("Thanks, Youssef, see you!", "Thanks, Youssef, see u!",
                        "Thanks, Youssef, c you!", "Thanks, Youssef, c u!",
                        "thx, Youssef, see you!", "thx, Youssef, see u!",
                        "thx, Youssef, c you!", "thx, Youssef, c u!");
    }

    @Test
    @DisplayName("may swap or drop inner letters of one long word, never of a link or number")
    void slipped() {
        assertThat(typed(new TextingStyle(0, 0, 0, 100), "at a.example/bcdef on train 07700900123"))
                .allMatch(text -> text.startsWith("at a.example/bcdef on t")
                        && text.endsWith("n 07700900123"))
                .containsExactlyInAnyOrder("at a.example/bcdef on tarin 07700900123",
                        "at a.example/bcdef on trian 07700900123",
                        "at a.example/bcdef on tain 07700900123",
                        "at a.example/bcdef on trin 07700900123");
    }

    private static Set<String> typed(TextingStyle style, String text) {
        return IntStream.range(0, 300).mapToObj(i -> style.type(text, SplitMix.forIndex(1, i)))
                .collect(Collectors.toSet());
    }
}

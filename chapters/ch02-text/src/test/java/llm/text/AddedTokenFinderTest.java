package llm.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Finding added tokens")
class AddedTokenFinderTest {

    private static final AddedToken END = new AddedToken(1, "<|end|>", true);
    private static final AddedToken TWICE = new AddedToken(2, "<|end|><|end|>", true);
    private static final AddedToken TOOL = new AddedToken(3, "[TOOL]", false);

    private static final Predicate<AddedToken> ANY = _ -> true;

    @Test
    @DisplayName("takes the longest of overlapping tokens, and the first in the text")
    void takesLongest() {
        AddedTokenFinder finder = new AddedTokenFinder(List.of(END, TWICE, TOOL));
        String text = "<|en<|end|><|end|><|end|>[TOOL]";
        assertThat(finder.next(text, 0, ANY)).isEqualTo(new AddedTokenFinder.Match(TWICE, 4, 18));
        assertThat(finder.next(text, 18, ANY)).isEqualTo(new AddedTokenFinder.Match(END, 18, 25));
        assertThat(finder.next(text, 25, ANY)).isEqualTo(new AddedTokenFinder.Match(TOOL, 25, 31));
        assertThat(finder.next(text, 26, ANY)).isNull();
    }

    @Test
    @DisplayName("finds nothing if there are no tokens")
    void findsNothing() {
        assertThat(new AddedTokenFinder(List.of()).next("<|end|>", 0, ANY)).isNull();
    }
}

package llm.text.pretokenize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
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

    @Test
    @DisplayName("takes white space along, and only whole words, where a token asks for it")
    void matchesAsAsked() {
        AddedToken word = new AddedToken(4, "[W]", false,
                new AddedToken.Matching(true, false, false, false));
        AddedToken wide = new AddedToken(5, "[S]", false,
                new AddedToken.Matching(false, true, true, false));
        AddedTokenFinder finder = new AddedTokenFinder(List.of(word, wide));
        assertThat(finder.next("a[W] [W]_ [W]b ([W])", 0, ANY))
                .isEqualTo(new AddedTokenFinder.Match(word, 16, 19));
        assertThat(finder.next("a \u3000[S]\n b", 0, ANY))
                .isEqualTo(new AddedTokenFinder.Match(wide, 1, 8));
        assertThat(finder.next("[S] [S]", 4, ANY))
                .isEqualTo(new AddedTokenFinder.Match(wide, 4, 7));
    }

    @Test
    @DisplayName("leaves out tokens that are not wanted, and shows the text between the others")
    void cutsText() {
        AddedTokenFinder finder = new AddedTokenFinder(List.of(END, TOOL));
        List<Integer> ids = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        finder.cut("a<|end|>b[TOOL][TOOL]c", token -> token != END, ids::add,
                (part, offset) -> plain.append(part).append('@').append(offset).append(' '));
        assertThat(ids).containsExactly(3, 3);
        assertThat(plain.toString()).isEqualTo("a<|end|>b@0 c@21 ");
    }
}

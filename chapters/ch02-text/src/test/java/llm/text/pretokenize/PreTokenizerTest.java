package llm.text.pretokenize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import llm.text.Fixtures;
import llm.text.RandomText;
import llm.text.bpe.BpeTokenizer;
import llm.text.files.Tokenizers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Splitting")
class PreTokenizerTest {

    private static List<String> pieces(PreTokenizer preTokenizer, String text) {
        List<String> pieces = new ArrayList<>();
        preTokenizer.split(text, 0, text.length(), (whole, start, end) ->
                pieces.add(whole.substring(start, end)));
        return pieces;
    }

    @Test
    @DisplayName("like GPT-2 gives words with the space before them")
    void splitsLikeGpt2() {
        assertThat(pieces(new Gpt2PreTokenizer(), "I'll pay  $3.50\n\nnow ")).containsExactly(
                "I", "'ll", " pay", " ", " $", "3", ".", "50", "\n", "\n", "now", " ");
    }

    @Test
    @DisplayName("by hand-written scanner is the same as by GPT-2's expression")
    void scannerAgreesWithExpression() {
        PreTokenizer expression =
                new RegexPreTokenizer(Gpt2PreTokenizer.PATTERN, SplitBehavior.ISOLATED);
        Random random = new Random(3);
        for (int round = 0; round < 2_000; round++) {
            String text = RandomText.mixed(random, 30);
            assertThat(pieces(new Gpt2PreTokenizer(), text)).isEqualTo(pieces(expression, text));
        }
    }

    @Test
    @DisplayName("knows the class of every character of Unicode as a regular expression does")
    void classifiesCharacters() {
        Pattern space = Pattern.compile("\\s", Pattern.UNICODE_CHARACTER_CLASS);
        Pattern letter = Pattern.compile("\\p{L}");
        Pattern number = Pattern.compile("\\p{N}");
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            String text = Character.toString(c);
            CharKind expected = space.matcher(text).matches() ? CharKind.SPACE
                    : letter.matcher(text).matches() ? CharKind.LETTER
                    : number.matcher(text).matches() ? CharKind.NUMBER : CharKind.SYMBOL;
            if (CharKind.at(text, 0, text.length()) != expected) {
                assertThat(CharKind.at(text, 0, text.length())).as("U+%X", c).isEqualTo(expected);
            }
        }
    }

    @Test
    @DisplayName("in sequence cuts the pieces of the step before, and sees no text around them")
    void splitsInSequence() {
        PreTokenizer both = new PreTokenizerSequence(List.of(
                new RegexPreTokenizer("\\p{N}", SplitBehavior.ISOLATED), new Gpt2PreTokenizer()));
        assertThat(pieces(both, "in 2024  x")).containsExactly(
                "in", " ", "2", "0", "2", "4", " ", " x");
        assertThat(pieces(new PreTokenizerSequence(List.of()), "in 2")).containsExactly("in 2");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = ';', value = {
        "ISOLATED;      a|-|-|b|-", "MATCHES;   -|-|-", "GAPS;  a|b",
        "WITH_PREVIOUS; a-|-|b-",   "WITH_NEXT; a|-|-b|-"})
    @DisplayName("leaves matches alone, drops them or joins them to a neighbour")
    void treatsMatches(SplitBehavior behavior, String expected) {
        assertThat(String.join("|", pieces(new RegexPreTokenizer("-", behavior), "a--b-")))
                .isEqualTo(expected);
    }

    @Test
    @DisplayName("knows the published expressions of Llama 3 and Qwen3")
    void knowsPublishedExpressions() {
        BpeTokenizer llama3 = (BpeTokenizer) Tokenizers.load(Fixtures.path("llama3"));
        BpeTokenizer qwen3 = (BpeTokenizer) Tokenizers.load(Fixtures.path("qwen3"));
        assertThat(((RegexPreTokenizer) llama3.preTokenizer()).regex())
                .isEqualTo(RegexPreTokenizer.llama3().regex());
        assertThat(((RegexPreTokenizer) qwen3.preTokenizer()).regex())
                .isEqualTo(RegexPreTokenizer.qwen().regex());
        assertThat(pieces(RegexPreTokenizer.llama3(), "WE'LL pay 12345\n\n $x")).containsExactly(
                "WE", "'LL", " pay", " ", "123", "45", "\n\n", " $", "x");
    }

    @Test
    @DisplayName("by spaces keeps each space with the word after it, and runs of spaces whole")
    void splitsAtSpaces() {
        assertThat(pieces(new SpacePreTokenizer('_'), "_the__cat_")).containsExactly(
                "_the", "__cat", "_");
        assertThat(new SpacePreTokenizer('_').cuts("__a")).isFalse();
        assertThat(new SpacePreTokenizer('_').cuts("a_")).isTrue();
    }
}

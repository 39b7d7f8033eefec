package llm.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The word tokenizer")
class WordTokenizerTest {

    private static final WordTokenizer FOX = WordTokenizer.of("the fox -- the dog.");

    @Test
    @DisplayName("cuts at space, punctuation and double hyphens")
    void cutsWords() {
        assertThat(WordTokenizer.words("Hello, world. Is this-- a test?")).containsExactly(
                "Hello", ",", "world", ".", "Is", "this", "--", "a", "test", "?");
    }

    @Test
    @DisplayName("numbers the sorted words, then <|endoftext|> and <|unk|>")
    void numbersWords() {
        assertThat(FOX.vocabSize()).isEqualTo(7);
        assertThat(FOX.encode("the dog.")).containsExactly(4, 2, 1);
        assertThat(FOX.token(5)).isEqualTo("<|endoftext|>");
    }

    @Test
    @DisplayName("loses an unknown word, and reads special tokens only when allowed")
    void readsUnknownAndSpecial() {
        String text = "the cat <|endoftext|> fox";
        assertThat(FOX.encode(text)).containsExactly(4, 6, 6, 3);
        assertThat(FOX.encode(text, SpecialTokens.allowAll())).containsExactly(4, 6, 5, 3);
        assertThat(FOX.decode(4, 6, 5, 3, 1)).isEqualTo("the <|unk|> <|endoftext|> fox.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FOX.encode(text, SpecialTokens.refuseAllBut()))
                .withMessageContaining("got <|endoftext|>");
    }

    @Test
    @DisplayName("refuses an unknown word if the vocabulary has no <|unk|>")
    void refusesUnknownWord() {
        WordTokenizer closed = new WordTokenizer(Vocabulary.of(List.of("the", "fox")));
        assertThatIllegalArgumentException().isThrownBy(() -> closed.encode("the cat"))
                .withMessageStartingWith("each word must be in the vocabulary, got \"cat\"");
        assertThatIllegalArgumentException().isThrownBy(() -> closed.token(2))
                .withMessage("id must be a token of this vocabulary (0 to 1), got 2");
    }

    @Test
    @DisplayName("decodes an id that no word has to nothing")
    void decodesPaddingToNothing() {
        assertThat(FOX.decode(4, 7, 3)).isEqualTo("the fox");
        assertThat(FOX.hasToken(6)).isTrue();
        assertThat(FOX.hasToken(7)).isFalse();
    }

    @Test
    @DisplayName("finds 4,690 words in The Verdict, 1,130 different, with specials 1,132")
    void countsTheVerdict() throws IOException {
        String text = Fixtures.dataText("the-verdict.txt");
        assertThat(text).hasSize(20_479);
        assertThat(WordTokenizer.words(text)).hasSize(4_690);
        assertThat(Vocabulary.of(WordTokenizer.words(text)).size()).isEqualTo(1_130);
        assertThat(WordTokenizer.of(text).vocabSize()).isEqualTo(1_132);
    }
}

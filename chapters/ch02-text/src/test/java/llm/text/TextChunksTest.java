package llm.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import llm.text.bpe.BpeTokenizer;
import llm.text.files.Tokenizers;
import llm.text.pretokenize.Gpt2PreTokenizer;
import llm.text.pretokenize.PreTokenizer;
import llm.text.pretokenize.PreTokenizerSequence;
import llm.text.pretokenize.RegexPreTokenizer;
import llm.text.pretokenize.SplitBehavior;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Text chunks")
class TextChunksTest {

    private static final int MILLION = 1_048_576;

    @ParameterizedTest(name = "''{0}'' over and over")
    @ValueSource(strings = {"some words, and more.\n", "a  \n", "2024 ", "nospace", "。你好", "it's ",
            "第一章。\n", "《好，》", "naïveté,été'’é-", "字’字'"})
    @DisplayName("join to the whole text and change no token, in memory or from a reader")
    void changeNothing(String phrase) {
        String text = phrase.repeat(3 * MILLION / phrase.length());
        List<String> read = new ArrayList<>();
        new TextChunks(new StringReader(text)).forEachRemaining(read::add);
        BpeTokenizer gpt2 = Tokenizers.named("gpt2");
        int[] whole = gpt2.encode(text);
        for (List<String> chunks : List.of(read, TextChunks.of(text))) {
            assertThat(String.join("", chunks)).isEqualTo(text);
            assertThat(chunks.subList(0, chunks.size() - 1)).allMatch(chunk ->
                    Character.isLetter(chunk.charAt(chunk.length() - 1)), "ends with a letter");
            assertThat(chunks.stream().map(gpt2::encode).flatMapToInt(Arrays::stream)
                    .toArray()).isEqualTo(whole);
        }
    }

    @ParameterizedTest(name = "''{0}'' over and over")
    @ValueSource(strings = {"some words, and more.\n", "第一章。\n", "《好，》", "naïveté,été'’é-",
            "字’字'", "¿qué? "})
    @DisplayName("begin where the pre-tokenizers of Llama 3 and Qwen begin a new piece too")
    void suitNewerPreTokenizers(String phrase) {
        String text = phrase.repeat(MILLION / phrase.length());
        for (PreTokenizer preTokenizer
                : List.of(RegexPreTokenizer.llama3(), RegexPreTokenizer.qwen())) {
            List<String> pieces = new ArrayList<>();
            TextChunks.of(text).forEach(chunk -> pieces.addAll(pieces(preTokenizer, chunk)));
            assertThat(pieces).isEqualTo(pieces(preTokenizer, text));
            assertThat(preTokenizer.suitsChunks()).isTrue();
        }
    }

    private static List<String> pieces(PreTokenizer preTokenizer, String text) {
        List<String> pieces = new ArrayList<>();
        preTokenizer.split(text, 0, text.length(), (whole, start, end) ->
                pieces.add(whole.substring(start, end)));
        return pieces;
    }

    @ParameterizedTest(name = "''{0}'' over and over")
    @ValueSource(strings = {"x", "1", "😀", "👨‍👩‍👧", "a1b2"})
    @DisplayName("of a text that can be cut nowhere end within no character")
    void cutAnywayWhereTheyMust(String character) {
        String text = character.repeat(9 * MILLION / character.length());
        List<String> chunks = new ArrayList<>();
        new TextChunks(new StringReader(text)).forEachRemaining(chunks::add);

        assertThat(chunks).hasSizeGreaterThan(2)
                .allMatch(chunk -> chunk.length() <= 5 * MILLION)
                .allMatch(chunk -> chunk.startsWith(character) || character.length() > 3)
                .noneMatch(chunk -> Character.isLowSurrogate(chunk.charAt(0))
                        || chunk.charAt(0) == '\u200d');
        assertThat(String.join("", chunks)).isEqualTo(text);
    }

    @Test
    @DisplayName("of Chinese without a space or line break stay as short as others")
    void haveBoundedSizeInChinese() {
        List<String> chunks = new ArrayList<>();
        new TextChunks(new StringReader("你好，世界。".repeat(MILLION / 2)))
                .forEachRemaining(chunks::add);
        assertThat(chunks).hasSizeGreaterThan(5).allMatch(chunk -> chunk.length() <= MILLION);
    }

    @Test
    @DisplayName("are about 260,000 characters long, longer only where no cut is possible")
    void haveBoundedSize() {
        String words = "some words ".repeat(MILLION / 2);
        assertThat(TextChunks.of(words)).hasSizeBetween(22, 24)
                .allMatch(chunk -> chunk.length() <= MILLION / 4);
        String block = " " + "x".repeat(2 * MILLION);
        assertThat(TextChunks.of(block + block).stream().map(String::length))
                .containsExactly(2 * MILLION + 1, 2 * MILLION + 1);
        assertThat(TextChunks.of("")).containsExactly("");
        assertThat(new TextChunks(new StringReader("")).hasNext()).isFalse();
    }

    @Test
    @DisplayName("suit the pre-tokenizer of GPT-2 but not one that keeps words together")
    void suitPreTokenizers() {
        assertThat(new Gpt2PreTokenizer().suitsChunks()).isTrue();
        assertThat(new PreTokenizerSequence(List.of()).suitsChunks()).isFalse();
        assertThat(new RegexPreTokenizer(".+", SplitBehavior.ISOLATED).suitsChunks())
                .isFalse();
    }
}

package llm.text.bpe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import java.io.IOException;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import llm.text.Fixtures;
import llm.text.RandomText;
import llm.text.SpecialTokens;
import llm.text.files.Gpt2Files;
import llm.text.files.Tokenizers;
import llm.text.pretokenize.AddedToken;
import llm.text.pretokenize.TextNormalizer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("GPT-2's tokenizer")
class BpeTokenizerTest {

    private static final BpeTokenizer GPT2 = Tokenizers.named("gpt2");
    private static final JsonNode REFERENCE = Fixtures.json("gpt2_bpe.json");
    private static final Encoding ORACLE =
            Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.R50K_BASE);
    private static final SpecialTokens ALL = SpecialTokens.allowAll();

    @Test
    @DisplayName("gives the ids of the reference for all 403 texts, and decodes them back")
    void encodesReferenceTexts() {
        for (JsonNode pair : REFERENCE.path("pairs")) {
            String text = pair.path("text").asText();
            assertThat(GPT2.encode(text)).as(text).isEqualTo(Fixtures.ints(pair.path("ids")));
            assertThat(GPT2.decode(GPT2.encode(text))).isEqualTo(text);
        }
        assertThat(REFERENCE.path("pairs")).hasSize(403);
        assertThat(GPT2.vocabSize()).isEqualTo(REFERENCE.path("n_vocab").asInt());
    }

    @Test
    @DisplayName("recognises special tokens only where they are allowed")
    void treatsSpecialTokensAsAsked() {
        for (JsonNode special : REFERENCE.path("special")) {
            String text = special.path("text").asText();
            int[] allowed = Fixtures.ints(special.path("allowed"));
            int[] plain = Fixtures.ints(special.path("as_plain_text"));
            assertThat(GPT2.encode(text, ALL)).as(text).isEqualTo(allowed);
            assertThat(GPT2.encode(text, SpecialTokens.allow("<|endoftext|>"))).isEqualTo(allowed);
            assertThat(GPT2.encode(text, SpecialTokens.refuseAllBut("<|endoftext|>")))
                    .isEqualTo(allowed);
            assertThat(GPT2.encode(text)).as(text).isEqualTo(plain);
            if (special.path("default_raises").asBoolean()) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> GPT2.encode(text, SpecialTokens.refuseAllBut()))
                        .withMessageContaining("got <|endoftext|> at index");
            } else {
                assertThat(GPT2.encode(text, SpecialTokens.refuseAllBut())).isEqualTo(plain);
            }
        }
    }

    @Test
    @DisplayName("reads half a surrogate pair as U+FFFD")
    void encodesLoneSurrogates() {
        for (JsonNode each : REFERENCE.path("lone_surrogates")) {
            StringBuilder text = new StringBuilder();
            each.path("text_utf16").forEach(unit -> text.append((char) unit.asInt()));
            assertThat(GPT2.encode(text.toString())).isEqualTo(Fixtures.ints(each.path("ids")));
        }
    }

    @Test
    @DisplayName("decodes the reference ids to their bytes, and to text with U+FFFD for bad bytes")
    void decodesReferenceIds() {
        for (JsonNode each : REFERENCE.path("decode")) {
            int[] ids = Fixtures.ints(each.path("ids"));
            assertThat(HexFormat.of().formatHex(GPT2.decodeBytes(ids)))
                    .isEqualTo(each.path("bytes_hex").asText());
            assertThat(GPT2.decode(ids)).isEqualTo(each.path("text_replace").asText());
        }
    }

    @Test
    @DisplayName("breaks the unknown word of the book into its published pieces")
    void encodesUnknownWord() {
        assertThat(GPT2.encode("Akwirw ier")).containsExactly(33901, 86, 343, 86, 220, 959);
    }

    @Test
    @DisplayName("counts 5,145 tokens in The Verdict")
    void countsTheVerdict() throws IOException {
        String text = Fixtures.dataText("the-verdict.txt");
        assertThat(GPT2.encode(text)).hasSize(5_145);
        assertThat(GPT2.decode(GPT2.encode(text))).isEqualTo(text);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    @DisplayName("agrees with JTokkit on random mixes of scripts, code, space and digits")
    void agreesWithJtokkit(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            String text = RandomText.mixed(random, 1 + random.nextInt(120));
            assertThat(GPT2.encode(text)).as(text).isEqualTo(ORACLE.encode(text).toArray());
            assertThat(GPT2.decode(GPT2.encode(text))).isEqualTo(text);
        }
    }

    @ParameterizedTest(name = "{0} characters")
    @ValueSource(ints = {47, 48, 49, 65, 1_000, 20_000})
    @DisplayName("gives JTokkit's ids for a long word, whichever merge loop takes it")
    void encodesLongWords(int length) {
        Random random = new Random(length);
        String letters = IntStream.range(0, length)
                .mapToObj(i -> "" + (char) ('a' + random.nextInt(5))).reduce("", String::concat);
        assertThat(GPT2.encode(letters)).isEqualTo(ORACLE.encode(letters).toArray());
        assertThat(GPT2.encode("a".repeat(length)))
                .isEqualTo(ORACLE.encode("a".repeat(length)).toArray());
    }

    @Test
    @DisplayName("encodes a word of a million letters, which a quadratic loop could not")
    void encodesMillionLetters() {
        String text = "a".repeat(1_000_000);
        int[] ids = GPT2.encode(text);
        assertThat(ids).hasSize(250_000).containsOnly(24_794);      // aaaa
        assertThat(GPT2.decode(ids)).isEqualTo(text);
    }

    @Test
    @DisplayName("gives the same ids on one processor and on all")
    void encodesInParallel() {
        Random random = new Random(5);
        StringBuilder text = new StringBuilder();
        while (text.length() < 3_500_000) {
            text.append(RandomText.mixed(random, 400)).append("a word<|endoftext|>");
        }
        assertThat(GPT2.encodeInParallel(text.toString(), ALL))
                .isEqualTo(GPT2.encode(text.toString(), ALL));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("settingsThatChunksWouldChange")
    @DisplayName("gives the same ids on all processors where a cut would change them")
    void encodesInParallelWithCare(String text, BpeSettings settings) {
        Map<String, Integer> ids = new HashMap<>(Gpt2Files.ids(GPT2));
        settings.added().forEach(token -> ids.put(token.text(), token.id()));
        BpeTokenizer tokenizer = BpeTokenizer.of(
                ids, Gpt2Files.merges(GPT2), GPT2.preTokenizer(), settings);
        String big = text.repeat(2_000_000 / text.length());
        assertThat(tokenizer.encodeInParallel(big, ALL)).isEqualTo(tokenizer.encode(big, ALL));
    }

    private static Stream<Arguments> settingsThatChunksWouldChange() {
        TextNormalizer none = TextNormalizer.NONE;
        return Stream.of(
                arguments("two words\n", added("two words", false, false, none)),
                arguments("MASK \n ", added("MASK", false, true, none)),
                arguments("a is, ", added(" is", true, false, none)),
                arguments("A B", added("A\u00A0B", false, false,
                        new TextNormalizer.UnicodeForm(Normalizer.Form.NFKC))),
                arguments("a b ", added("<s>", false, false,
                        new TextNormalizer.Prepend("_", false, false))));
    }

    private static BpeSettings added(String text, boolean wholeWord, boolean spaceAfter,
                                     TextNormalizer normalizer) {
        var matching = new AddedToken.Matching(wholeWord, false, spaceAfter, true);
        return new BpeSettings(List.of(new AddedToken(GPT2.vocabSize(), text, true, matching)),
                Optional.empty(), Optional.empty(), false, false, normalizer);
    }

    @Test
    @DisplayName("remembers words without mixing them up when there are more than it can keep")
    void forgetsWords() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 150_000; i++) {
            text.append(' ').append(i % 75_000);
        }
        assertThat(GPT2.encode(text.toString()))
                .isEqualTo(ORACLE.encode(text.toString()).toArray());
    }

    @Test
    @DisplayName("shows bytes of an incomplete character as <0xNN>, whole characters as themselves")
    void showsTokens() {
        assertThat(GPT2.token(995)).isEqualTo(" world");
        assertThat(GPT2.token(447)).isEqualTo("<0xE2><0x80>");
        assertThat(GPT2.token(50256)).isEqualTo("<|endoftext|>");
        assertThat(GPT2.token(GPT2.encode("\uFFFD")[0])).isEqualTo("\uFFFD");
    }

    @Test
    @DisplayName("begins and ends a text with <|endoftext|>, but does not add it by itself")
    void knowsItsEnds() {
        assertThat(GPT2.beginOfText()).hasValue(50256);
        assertThat(GPT2.endOfText()).hasValue(50256);
        assertThat(GPT2.specialId("<|im_end|>")).isEmpty();
        assertThat(GPT2.addBos()).isFalse();
        assertThat(GPT2.withBos(1, 2)).containsExactly(50256, 1, 2);
    }

    @ParameterizedTest(name = "id {0}")
    @ValueSource(ints = {-1, 50257})
    @DisplayName("refuses to show an id outside the vocabulary, and to decode one below 0")
    void refusesUnknownId(int id) {
        assertThat(GPT2.hasToken(id)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> GPT2.token(id))
                .withMessage("id must be a token of this tokenizer (0 to 50256), got " + id);
        assertThatIllegalArgumentException().isThrownBy(() -> GPT2.decode(5, -1))
                .withMessage("id must be a token of this tokenizer (0 to 50256), got -1");
    }

    @Test
    @DisplayName("decodes an id beyond its vocabulary, as padded models have them, to nothing")
    void decodesPaddingToNothing() {
        int[] ids = GPT2.encode("the cat");
        assertThat(GPT2.decode(50_257, ids[0], 50_303, ids[1], Integer.MAX_VALUE))
                .isEqualTo("the cat");
        assertThat(GPT2.hasToken(50_256)).isTrue();
    }

    @Test
    @DisplayName("has no tokens for empty text")
    void encodesEmptyText() {
        assertThat(GPT2.encode("")).isEmpty();
        assertThat(GPT2.decode()).isEmpty();
    }
}

package llm.text.sentencepiece;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import llm.text.Fixtures;
import llm.text.SpecialTokens;
import llm.text.TextChunks;
import llm.text.TextPlace;
import llm.text.Tokenizer;
import llm.text.bpe.BpeSettings;
import llm.text.dataset.TokenSequence;
import llm.text.files.Tokenizers;
import llm.text.pretokenize.TextNormalizer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The models and the expected ids and texts were made with Google's `sentencepiece` 0.2.2.
@DisplayName("A SentencePiece tokenizer")
class SentencePieceTokenizerTest {

    private static final String LLAMA2 = "sentencepiece-llama2";

    @TempDir
    private Path folder;

    private static SentencePieceTokenizer load(String kind) {
        return (SentencePieceTokenizer) Tokenizers.load(Fixtures.path(kind));
    }

    /// Pieces for the letters a, b, c and some of their strings, with few different scores.
    private static List<SentencePiece> smallVocabulary(Random random) {
        List<SentencePiece> pieces = new ArrayList<>();
        pieces.add(new SentencePiece("<unk>", 0, SentencePiece.Kind.UNKNOWN));
        for (String text : List.of("a", "b", "c", "ab", "ba", "aa", "bc", "aba", "bab", "abc",
                "aab", "baa", "abab", "aaaa", "bcab", "ababab")) {
            pieces.add(new SentencePiece(text, -random.nextInt(3), SentencePiece.Kind.NORMAL));
        }
        return pieces;
    }

    private static BpeSettings settings(List<SentencePiece> pieces) {
        return new BpeSettings(SentencePieces.added(pieces), Optional.empty(), Optional.empty(),
                false, false, TextNormalizer.NONE);
    }

    /// The rule itself: join the neighbours whose joined text has the highest score, the leftmost
    /// of equals, as long as there are any.
    private static List<String> joinedOneByOne(String text, List<SentencePiece> pieces) {
        List<String> parts = new ArrayList<>(text.chars().mapToObj(Character::toString).toList());
        while (true) {
            int best = -1;
            float highest = Float.NEGATIVE_INFINITY;
            for (int i = 0; i + 1 < parts.size(); i++) {
                String joined = parts.get(i) + parts.get(i + 1);
                for (SentencePiece piece : pieces) {
                    if (piece.text().equals(joined) && piece.score() > highest) {
                        highest = piece.score();
                        best = i;
                    }
                }
            }
            if (best < 0) {
                return parts;
            }
            parts.set(best, parts.get(best) + parts.remove(best + 1));
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"sentencepiece-llama2", "sentencepiece-plain",
        "sentencepiece-rules"})
    @DisplayName("from tokenizer.model gives the ids and texts of the reference")
    void givesReferenceIds(String kind) {
        SentencePieceTokenizer tokenizer = load(kind);
        for (JsonNode each : Fixtures.json(kind + "/encodings.json")) {
            String text = each.path("text").asText();
            int[] expected = Fixtures.ints(each.path("ids"));
            assertThat(tokenizer.encode(text)).as("'%s'", text).isEqualTo(expected);
            if (!text.contains("\u2581")) {
                assertThat(tokenizer.decode(tokenizer.withBos(expected))).as("'%s'", text)
                        .isEqualTo(each.path("decoded").asText().replace(" \u2047 ", ""));
            }
        }
    }

    @Test
    @DisplayName("from tokenizer.model knows the ends of a text and adds BOS")
    void knowsItsEnds() {
        SentencePieceTokenizer tokenizer = load(LLAMA2);
        assertThat(tokenizer.beginOfText()).hasValue(1);
        assertThat(tokenizer.endOfText()).hasValue(2);
        assertThat(tokenizer.addBos()).isTrue();
        assertThat(tokenizer.token(1)).isEqualTo("<s>");
        assertThat(tokenizer.encode("</s>", SpecialTokens.allowAll())).containsExactly(2);
        assertThat(tokenizer.encode("</s>")).doesNotContain(2);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"sentencepiece-llama2", "sentencepiece-plain",
        "sentencepiece-rules"})
    @DisplayName("saved as tokenizer.json gives the same ids")
    void savesAsJson(String kind) throws IOException {
        SentencePieceTokenizer tokenizer = load(kind);
        Tokenizers.save(tokenizer, folder);
        Tokenizer loaded = Tokenizers.load(folder);
        for (JsonNode each : Fixtures.json(kind + "/encodings.json")) {
            String text = each.path("text").asText();
            boolean userDefined = text.matches("(?s).*(\\[T|  |\u2581).*");
            if (!userDefined) {                 // tokenizer.json has no form for those
                assertThat(loaded.encode(text)).as("'%s'", text)
                        .isEqualTo(tokenizer.encode(text));
            }
        }
        assertThat(loaded.beginOfText()).isEqualTo(tokenizer.beginOfText());
        assertThat(loaded.endOfText()).isEqualTo(tokenizer.endOfText());
        assertThat(loaded.addBos()).isTrue();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    @DisplayName("joins by score and then from the left, whatever the length of the word")
    void joinsByScore(long seed) {
        Random random = new Random(seed);
        List<SentencePiece> pieces = smallVocabulary(random);
        SentencePieceTokenizer tokenizer =
                SentencePieces.tokenizer(pieces, settings(pieces), false);
        for (int round = 0; round < 200; round++) {
            StringBuilder text = new StringBuilder();
            int length = 1 + random.nextInt(round % 2 == 0 ? 12 : 120);
            while (text.length() < length) {
                text.append((char) ('a' + random.nextInt(round % 3 + 1)));
            }
            List<String> tokens = new ArrayList<>();
            for (int id : tokenizer.encode(text.toString())) {
                tokens.add(tokenizer.token(id));
            }
            assertThat(tokens).isEqualTo(joinedOneByOne(text.toString(), pieces));
        }
    }

    @Test
    @DisplayName("encodes a word of a million letters, which a quadratic loop could not")
    void encodesMillionLetters() {
        List<SentencePiece> pieces = smallVocabulary(new Random(1));
        SentencePieceTokenizer tokenizer =
                SentencePieces.tokenizer(pieces, settings(pieces), false);
        String text = "aaaa".repeat(250_000);
        assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
    }

    @Test
    @DisplayName("puts no space before text that goes on")
    void encodesNext() {
        SentencePieceTokenizer tokenizer = load(LLAMA2);
        String text = "the fox said that the river";
        int[] whole = tokenizer.encode(text);
        List<Integer> parts = new ArrayList<>();
        for (int id : tokenizer.encode(text.substring(0, 12))) {
            parts.add(id);
        }
        for (int id : tokenizer.encode(
                text.substring(12), SpecialTokens.asText(), TextPlace.AFTER_TEXT)) {
            parts.add(id);
        }
        assertThat(parts.stream().mapToInt(id -> id).toArray()).isEqualTo(whole);
    }

    @ParameterizedTest(name = "of {0}, chunks may end {1}")
    @CsvSource({LLAMA2 + ", BEFORE_SPACES_AND_PUNCTUATION", "metaspace, NOWHERE",
        "sentencepiece-plain, BEFORE_SPACES_AND_PUNCTUATION",
        "sentencepiece-rules, BEFORE_SPACES_AND_PUNCTUATION",
        "llama2, BEFORE_SPACES_AND_PUNCTUATION", "gemma3, BEFORE_SPACES_AND_PUNCTUATION"})
    @DisplayName("writes a text that is cut into chunks with the ids of the whole text")
    void writesLongText(String kind, TextChunks.Ends ends) throws IOException {
        SentencePieceTokenizer tokenizer = load(kind);
        assertThat(tokenizer.chunkEnds()).isEqualTo(ends);
        assertWritesWholeText(tokenizer,
                "  the fox ran  to the river.\n\nnaïve、été。 ".repeat(20_000));
    }

    @ParameterizedTest(name = "\"{0}\": {1}")
    @CsvSource({"n▁t, NOWHERE", "文。, BEFORE_SPACES"})
    @DisplayName("ends chunks nowhere within a piece")
    void keepsPiecesWhole(String piece, TextChunks.Ends ends) throws IOException {
        List<SentencePiece> pieces = new ArrayList<>(
                List.of(new SentencePiece("<unk>", 0, SentencePiece.Kind.UNKNOWN)));
        "▁fontrive文。".chars().distinct().forEach(c -> pieces.add(new SentencePiece(
                Character.toString(c), -9, SentencePiece.Kind.NORMAL)));
        for (int end = 2; end <= piece.length(); end++) {
            pieces.add(new SentencePiece(
                    piece.substring(0, end), -end, SentencePiece.Kind.NORMAL));
        }
        Tokenizer tokenizer = SentencePieces.tokenizer(pieces, settings(pieces), false);
        assertThat(tokenizer.chunkEnds()).isEqualTo(ends);
        assertWritesWholeText(tokenizer, "noven to 文。文。river ".repeat(30_000));
    }

    private void assertWritesWholeText(Tokenizer tokenizer, String text) throws IOException {
        Path file = folder.resolve("text.ids");
        TokenSequence.write(new StringReader(text), tokenizer, SpecialTokens.asText(), file);
        TokenSequence written = TokenSequence.map(file);
        int[] ids = new int[Math.toIntExact(written.size())];
        written.copy(0, ids, 0, ids.length);
        assertThat(ids).isEqualTo(tokenizer.encode(text));
    }

    @ParameterizedTest(name = "id {0}")
    @ValueSource(ints = {-1, 800})
    @DisplayName("refuses to show an id outside the vocabulary, and to decode one below 0")
    void refusesUnknownId(int id) {
        Tokenizer tokenizer = load(LLAMA2);
        assertThat(tokenizer.hasToken(id)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> tokenizer.token(id))
                .withMessage("id must be a token of this tokenizer (0 to 799), got " + id);
        assertThatIllegalArgumentException().isThrownBy(() -> tokenizer.decode(5, -1))
                .withMessage("id must be a token of this tokenizer (0 to 799), got -1");
    }

    @Test
    @DisplayName("decodes an id without a token, beyond its vocabulary or in a gap, to nothing")
    void decodesPaddingToNothing() {
        List<SentencePiece> pieces = new ArrayList<>(List.of(
                new SentencePiece("<unk>", 0, SentencePiece.Kind.UNKNOWN),
                new SentencePiece("[PAD1]", 0, SentencePiece.Kind.UNUSED),
                new SentencePiece("a", 0, SentencePiece.Kind.NORMAL)));
        Tokenizer tokenizer = SentencePieces.tokenizer(pieces, settings(pieces), false);
        assertThat(tokenizer.decode(1, 2, 3, 2, 900)).isEqualTo("aa");
        assertThat(tokenizer.hasToken(1)).isFalse();
        assertThat(tokenizer.hasToken(2)).isTrue();
    }

    @Test
    @DisplayName("with byte fallback needs a piece for each byte")
    void refusesMissingByte() {
        List<SentencePiece> pieces = new ArrayList<>();
        for (int b = 0; b < 255; b++) {
            pieces.add(SentencePiece.ofByte(b));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SentencePieces.tokenizer(pieces, settings(pieces), true))
                .withMessage("byte fallback must have a token for each byte, got none for <0xFF>");
    }
}

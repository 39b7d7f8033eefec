import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static llm.exercise.Expect.expect;
import static llm.exercise.Expect.expectRefusal;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 2.6: decoding ids")
class Ex26TokenDecodingTest {
    private static final int[] OWL = {8582, 99, 231};
    private static final int[] WORD = {33901, 86, 343, 86, 220, 959};
    /// Some of GPT-2's tokens, and two more for what is not valid.
    private static final Map<Integer, byte[]> GPT2 = Map.of(33901, bytes("416B"), 86, bytes("77"),
            343, bytes("6972"), 220, bytes("20"), 959, bytes("696572"), 8582, bytes("F09F"),
            99, bytes("A6"), 231, bytes("89"), 7, bytes("FF"), 8, bytes("C3"));

    @Test
    @DisplayName("the ids in the text have the pieces and the text in the text")
    void givesTheWorkedExample() {
        decode("the text of an unknown word", GPT2, WORD, "Akwirw ier");
        pieces("the pieces of an unknown word", WORD, "Ak", "w", "ir", "w", " ", "ier");
        decode("the text of the owl", GPT2, OWL, "🦉");
        pieces("the pieces of the owl", OWL, "\uFFFD", "\uFFFD", "\uFFFD");
    }

    @Test
    @DisplayName("bytes that are no UTF-8 become U+FFFD")
    void replacesInvalidBytes() {
        decode("a byte that fits nowhere", GPT2, new int[] {86, 7, 86}, "w\uFFFDw");
        decode("a character that breaks off", GPT2, new int[] {8582, 99, 86}, "\uFFFDw");
        decode("a text that ends within a character", GPT2, new int[] {86, 8}, "w\uFFFD");
        decode("no ids", GPT2, new int[0], "");
        pieces("the pieces of no ids", new int[0]);
    }

    @Test
    @DisplayName("refuses an id that is not in the vocabulary")
    void refusesUnknownIds() {
        expectRefusal("the text of id 5", () -> Ex26TokenDecoding.decode(GPT2, new int[] {86, 5}));
        expectRefusal("the pieces of id -1", () ->
                Ex26TokenDecoding.pieces(GPT2, new int[] {-1}));
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("decodes any text, wherever its bytes were cut")
    void decodesAnyText(RandomGenerator random) {
        StringBuilder text = new StringBuilder("語");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("語".getBytes(UTF_8));
        for (int i = 0; i < 60; i++) {
            boolean valid = random.nextInt(8) > 0;
            String character = List.of("a", "o", " ", "é", "ж", "語", "🙂").get(random.nextInt(7));
            text.append(valid ? character : "\uFFFD");
            bytes.writeBytes(valid ? character.getBytes(UTF_8) : bytes("FF"));
        }
        Map<Integer, byte[]> vocabulary = new LinkedHashMap<>();
        List<Integer> ids = new ArrayList<>();
        for (int from = 0, to; from < bytes.size(); from = to) {
            to = Math.min(bytes.size(), from + (from == 0 ? 1 : random.nextInt(1, 4)));
            int id = random.nextInt(50_000) * 100 + ids.size();
            vocabulary.put(id, Arrays.copyOfRange(bytes.toByteArray(), from, to));
            ids.add(id);
        }
        decode("the text of more ids", vocabulary, ids.stream().mapToInt(id -> id).toArray(),
                text.toString());
    }

    private static void decode(String what, Map<Integer, byte[]> vocabulary, int[] ids,
            String text) {
        List<String> each = IntStream.of(ids)
                .mapToObj(id -> new String(vocabulary.get(id), UTF_8)).toList();
        String chars = String.join("", IntStream.of(ids)
                .mapToObj(id -> new String(vocabulary.get(id), ISO_8859_1)).toList());
        expect(what, Ex26TokenDecoding.decode(vocabulary, ids))
                .mistake("decode-each-token", "each token is decoded for itself, but a character "
                        + "may be spread over several: join the bytes first",
                        String.join("", each))
                .mistake("decode-byte-as-char", "each byte becomes a character, but in UTF-8 a "
                        + "character may have several bytes", chars)
                .mistake("decode-drops-invalid", "bytes that are no UTF-8 are left out, but they "
                        + "become U+FFFD", text.replace("\uFFFD", ""))
                .mistake("decode-adds-spaces", "there are spaces between the tokens, but a token "
                        + "holds its own spaces", String.join(" ", each))
                .toBe(text);
    }

    private static void pieces(String what, int[] ids, String... pieces) {
        expect(what, Ex26TokenDecoding.pieces(GPT2, ids))
                .mistake("decode-byte-as-char", "each byte becomes a character, but in UTF-8 a "
                        + "character may have several bytes", IntStream.of(ids)
                        .mapToObj(id -> new String(GPT2.get(id), ISO_8859_1)).toList())
                .mistake("decode-drops-invalid", "bytes that are no UTF-8 are left out, but they "
                        + "become U+FFFD", Arrays.stream(pieces)
                        .map(piece -> piece.replace("\uFFFD", "")).toList())
                .toBe(List.of(pieces));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}

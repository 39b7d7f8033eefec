import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Exercise 2.6: decoding ids.
///
/// **Why.** A token is a row of bytes, and merges know nothing of characters: a token may begin or
/// end within one. Only all bytes together are the UTF-8 of the text, so they are joined before
/// they are decoded. A model may write any row of ids, so bytes that are no UTF-8 do occur.
///
/// **Complexity.** O(n) for `n` bytes.
///
/// **Common mistakes.** Decoding token by token, which tears characters apart; casting bytes to
/// chars; joining tokens by spaces, which they hold themselves.
public final class Ex26TokenDecoding {
    private Ex26TokenDecoding() {}

    public static String decode(Map<Integer, byte[]> vocabulary, int[] ids) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int id : ids) {
            all.writeBytes(bytes(vocabulary, id));
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    public static List<String> pieces(Map<Integer, byte[]> vocabulary, int[] ids) {
        List<String> pieces = new ArrayList<>();
        for (int id : ids) {
            pieces.add(new String(bytes(vocabulary, id), StandardCharsets.UTF_8));
        }
        return pieces;
    }

    private static byte[] bytes(Map<Integer, byte[]> vocabulary, int id) {
        byte[] bytes = vocabulary.get(id);
        if (bytes == null) {
            throw new IllegalArgumentException("id must be in the vocabulary, got " + id);
        }
        return bytes;
    }
}

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// With streams and a buffer of the right size; a piece is the text of one id in a row.
public final class Ex26TokenDecoding {
    private Ex26TokenDecoding() {}

    public static String decode(Map<Integer, byte[]> vocabulary, int[] ids) {
        List<byte[]> tokens = IntStream.of(ids).mapToObj(vocabulary::get).toList();
        if (tokens.contains(null)) {
            throw new IllegalArgumentException(
                    "each id must be in the vocabulary, got one that is not");
        }
        ByteBuffer all = ByteBuffer.allocate(tokens.stream().mapToInt(each -> each.length).sum());
        tokens.forEach(all::put);
        return StandardCharsets.UTF_8.decode(all.flip()).toString();
    }

    public static List<String> pieces(Map<Integer, byte[]> vocabulary, int[] ids) {
        return IntStream.of(ids).mapToObj(id -> decode(vocabulary, new int[] {id})).toList();
    }
}

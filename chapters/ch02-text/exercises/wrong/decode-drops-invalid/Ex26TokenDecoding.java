import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

public final class Ex26TokenDecoding {
    public static String decode(Map<Integer, byte[]> vocabulary, int[] ids) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int id : ids) {
            if (!vocabulary.containsKey(id)) {
                throw new IllegalArgumentException("no token has the id " + id);
            }
            all.writeBytes(vocabulary.get(id));
        }
        return all.toString(StandardCharsets.UTF_8).replace("\uFFFD", "");
    }

    public static List<String> pieces(Map<Integer, byte[]> vocabulary, int[] ids) {
        List<String> pieces = new ArrayList<>();
        for (int id : ids) {
            if (!vocabulary.containsKey(id)) {
                throw new IllegalArgumentException("no token has the id " + id);
            }
            String piece = new String(vocabulary.get(id), StandardCharsets.UTF_8);
            pieces.add(piece.replace("\uFFFD", ""));
        }
        return pieces;
    }
}

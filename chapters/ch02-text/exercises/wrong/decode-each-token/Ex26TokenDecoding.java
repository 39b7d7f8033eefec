import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

public final class Ex26TokenDecoding {
    public static String decode(Map<Integer, byte[]> vocabulary, int[] ids) {
        return String.join("", pieces(vocabulary, ids));
    }

    public static List<String> pieces(Map<Integer, byte[]> vocabulary, int[] ids) {
        List<String> pieces = new ArrayList<>();
        for (int id : ids) {
            if (!vocabulary.containsKey(id)) {
                throw new IllegalArgumentException("no token has the id " + id);
            }
            pieces.add(new String(vocabulary.get(id), StandardCharsets.UTF_8));
        }
        return pieces;
    }
}

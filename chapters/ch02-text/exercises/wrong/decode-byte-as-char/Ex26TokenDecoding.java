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
            pieces.add(text(vocabulary.get(id)));
        }
        return pieces;
    }

    private static String text(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte b : bytes) {
            text.append((char) (b & 0xFF));
        }
        return text.toString();
    }
}

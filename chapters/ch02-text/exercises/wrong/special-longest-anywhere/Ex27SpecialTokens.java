import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

public final class Ex27SpecialTokens {
    public static List<String> split(String text, List<String> allowed) {
        List<String> tokens = new ArrayList<>(allowed);
        tokens.sort(Comparator.comparingInt(String::length).reversed());
        List<String> parts = new ArrayList<>();
        cut(text, tokens, parts);
        return parts;
    }

    private static void cut(String text, List<String> tokens, List<String> parts) {
        for (String token : tokens) {
            int at = text.indexOf(token);
            if (at >= 0) {
                cut(text.substring(0, at), tokens, parts);
                parts.add(token);
                cut(text.substring(at + token.length()), tokens, parts);
                return;
            }
        }
        if (!text.isEmpty()) {
            parts.add(text);
        }
    }
}

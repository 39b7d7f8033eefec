import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

public final class Ex27SpecialTokens {
    public static List<String> split(String text, List<String> allowed) {
        if (allowed.isEmpty()) {
            return List.of(text);
        }
        List<String> tokens = allowed.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        Matcher token = Pattern.compile(String.join("|", tokens)).matcher(text);
        List<String> parts = new ArrayList<>();
        int from = 0;
        while (token.find()) {
            parts.add(text.substring(from, token.start()));
            parts.add(token.group());
            from = token.end();
        }
        parts.add(text.substring(from));
        parts.removeIf(String::isEmpty);
        return parts;
    }
}

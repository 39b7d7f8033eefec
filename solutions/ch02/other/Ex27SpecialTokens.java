import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// With one expression of quoted tokens, and a split that keeps what divides.
public final class Ex27SpecialTokens {
    private Ex27SpecialTokens() {}

    public static List<String> split(String text, List<String> allowed) {
        if (allowed.isEmpty()) {
            return text.isEmpty() ? List.of() : List.of(text);
        }
        String tokens = allowed.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Pattern::quote).collect(Collectors.joining("|"));
        return Stream.of(Pattern.compile(tokens).splitWithDelimiters(text, -1))
                .filter(part -> !part.isEmpty()).toList();
    }
}

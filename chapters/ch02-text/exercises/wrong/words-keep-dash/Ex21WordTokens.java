import java.util.Arrays;
import java.util.List;

public final class Ex21WordTokens {
    public static List<String> words(String text) {
        String edge = "\\s+|(?<=[,.:;?_!\"()'])|(?=[,.:;?_!\"()'])";
        return Arrays.stream(text.split(edge)).filter(word -> !word.isBlank()).toList();
    }
}

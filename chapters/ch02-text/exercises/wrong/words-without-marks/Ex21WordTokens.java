import java.util.Arrays;
import java.util.List;

public final class Ex21WordTokens {
    public static List<String> words(String text) {
        return Arrays.stream(text.split("\\W+")).filter(word -> !word.isEmpty()).toList();
    }
}

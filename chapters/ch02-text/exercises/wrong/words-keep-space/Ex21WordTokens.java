import java.util.Arrays;
import java.util.List;

public final class Ex21WordTokens {
    public static List<String> words(String text) {
        String edge = "(?<=--|[,.:;?_!\"()'\\s])|(?=--|[,.:;?_!\"()'\\s])";
        return Arrays.stream(text.split(edge)).filter(word -> !word.isEmpty()).toList();
    }
}

import java.util.List;

public final class Ex21WordTokens {
    public static List<String> words(String text) {
        String spaced = text.replaceAll("--|[,.:;?_!\"()']", " $0 ");
        return List.of(spaced.split("\\s"));
    }
}

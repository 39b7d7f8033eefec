import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

public final class Ex78AnswerScores {
    public static String normalize(String text) {
        return text.toLowerCase(Locale.ROOT)
                .replaceAll("\\p{Punct}", "")
                .replaceAll("\\b(a|an|the)\\b", " ")
                .replaceAll("\\s+", " ")
                .strip();
    }

    public static boolean exactMatch(String answer, String truth) {
        return normalize(answer).equals(normalize(truth));
    }

    public static double f1(String answer, String truth) {
        List<String> answered = words(answer);
        List<String> wanted = words(truth);
        if (answered.isEmpty() && wanted.isEmpty()) {
            return 1;
        }
        List<String> left = new ArrayList<>(wanted);
        long shared = answered.stream().filter(left::remove).count();
        return wanted.isEmpty() ? 0 : (double) shared / wanted.size();
    }

    private static List<String> words(String text) {
        String normal = normalize(text);
        return normal.isEmpty() ? List.of() : List.of(normal.split(" "));
    }
}

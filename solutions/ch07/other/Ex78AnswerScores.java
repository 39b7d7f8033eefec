import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.StringTokenizer;

/// Letter by letter, then word by word; F1 as it is written, with counts in a map.
public final class Ex78AnswerScores {
    private static final Set<String> ARTICLES = Set.of("a", "an", "the");

    private Ex78AnswerScores() {}

    public static String normalize(String text) {
        StringBuilder kept = new StringBuilder();
        for (char c : text.toLowerCase(Locale.ROOT).toCharArray()) {
            boolean isPunctuation = c > ' ' && c < 127 && !Character.isLetterOrDigit(c);
            if (!isPunctuation) {
                kept.append(c);
            }
        }
        StringJoiner words = new StringJoiner(" ");
        StringTokenizer all = new StringTokenizer(kept.toString());
        while (all.hasMoreTokens()) {
            String word = all.nextToken();
            if (!ARTICLES.contains(word)) {
                words.add(word);
            }
        }
        return words.toString();
    }

    public static boolean exactMatch(String answer, String truth) {
        return normalize(answer).equals(normalize(truth));
    }

    public static double f1(String answer, String truth) {
        Map<String, Integer> answered = counts(answer);
        Map<String, Integer> wanted = counts(truth);
        double shared = answered.entrySet().stream().mapToInt(each ->
                Math.min(each.getValue(), wanted.getOrDefault(each.getKey(), 0))).sum();
        if (shared == 0) {
            return answered.isEmpty() && wanted.isEmpty() ? 1 : 0;
        }
        double precision = shared / sum(answered);
        double recall = shared / sum(wanted);
        return 2 * precision * recall / (precision + recall);
    }

    private static Map<String, Integer> counts(String text) {
        Map<String, Integer> counts = new HashMap<>();
        StringTokenizer words = new StringTokenizer(normalize(text));
        while (words.hasMoreTokens()) {
            counts.merge(words.nextToken(), 1, Integer::sum);
        }
        return counts;
    }

    private static int sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(i -> i).sum();
    }
}

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Exercise 7.8: exact match and F1.
///
/// **Why.** `The oak.` and `oak` are the same answer, and a score should say so. What does not
/// matter is deleted before anything is compared, in a fixed order: an article can be seen as a
/// word only once the punctuation at its side is gone. F1 is the harmonic mean of precision and
/// recall, near the smaller of the two: neither a long text that holds the answer somewhere, nor
/// one word of it, scores high. Source: Rajpurkar et al. (2016), SQuAD, §6.1.
///
/// **Complexity.** O(n · m) for n and m words with lists, as here; O(n + m) with counts in a map.
///
/// **Common mistakes.** Comparing sets, so that a word said ten times is worth as much as once;
/// cutting `a` out of words; 0/0 where no word is shared.
public final class Ex78AnswerScores {
    private Ex78AnswerScores() {}

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
        return 2.0 * shared / (answered.size() + wanted.size());
    }

    private static List<String> words(String text) {
        String normal = normalize(text);
        return normal.isEmpty() ? List.of() : List.of(normal.split(" "));
    }
}

/// Exercise 8.9: rules as rewards.
///
/// **Why.** A policy finds every door that a rule leaves open. If the right answer may occur
/// anywhere, it lists many; if tags may come twice, it writes what it likes between them. The
/// format is worth less than the answer, else it is all that is learned.
///
/// **Complexity.** A few searches through the text: O(letters).
///
/// **Common mistakes.** `contains` instead of `equals`; looking for the answer among the thoughts;
/// a regular expression whose point stops at a line break, or which matches a part of the text.
public final class Ex89RuleRewards {
    private static final String BEGIN = "<think>";
    private static final String END = "</think>";

    private Ex89RuleRewards() {}

    public static double format(String text) {
        String all = text.strip();
        int end = all.indexOf(END);
        if (!all.startsWith(BEGIN) || end < BEGIN.length()) {
            return 0;
        }
        boolean once = all.lastIndexOf(BEGIN) == 0 && all.lastIndexOf(END) == end;
        String thoughts = all.substring(BEGIN.length(), end);
        String answer = all.substring(end + END.length());
        return once && !thoughts.isBlank() && !answer.isBlank() ? 1 : 0;
    }

    public static double answer(String text, String right) {
        int end = text.lastIndexOf(END);
        if (end < 0) {
            return 0;
        }
        return text.substring(end + END.length()).strip().equals(right) ? 1 : 0;
    }

    public static double reward(String text, String right, double formatWeight) {
        return answer(text, right) + formatWeight * format(text);
    }
}

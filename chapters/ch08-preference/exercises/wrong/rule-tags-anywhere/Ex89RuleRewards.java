public final class Ex89RuleRewards {
    private static final String BEGIN = "<think>";
    private static final String END = "</think>";

    private Ex89RuleRewards() {}

    public static double format(String text) {
        return text.contains(BEGIN) && text.contains(END) ? 1 : 0;
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

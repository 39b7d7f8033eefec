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
        return text.substring(end + END.length()).contains(right) ? 1 : 0;
    }

    public static double reward(String text, String right, double formatWeight) {
        return answer(text, right) + formatWeight * format(text);
    }
}

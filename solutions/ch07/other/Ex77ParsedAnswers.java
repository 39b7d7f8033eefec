/// Without regular expressions: one index that goes through the text.
public final class Ex77ParsedAnswers {
    private static final String WORD = "answer";

    private Ex77ParsedAnswers() {}

    public static String letter(String text) {
        int behind = text.length();
        for (int i = 0; i < text.length(); i++) {
            behind = text.regionMatches(true, i, WORD, 0, WORD.length())
                    ? i + WORD.length() : behind;
        }
        String only = "";
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 'A' || c > 'D' || isWord(text, i - 1) || isWord(text, i + 1)) {
                continue;
            }
            if (i >= behind) {
                return "" + c;
            }
            only = only.isEmpty() || only.equals("" + c) ? "" + c : "several";
        }
        return only.equals("several") ? "" : only;
    }

    public static String number(String text) {
        String last = "";
        int i = 0;
        while (i < text.length()) {
            int end = digits(text, i);
            if (end == i) {
                i++;
                continue;
            }
            boolean mayHaveGroups = end - i <= 3;
            while (mayHaveGroups && end < text.length() && text.charAt(end) == ','
                    && digits(text, end + 1) == end + 4) {
                end += 4;
            }
            boolean point = end < text.length() && text.charAt(end) == '.';
            end = point && digits(text, end + 1) > end + 1 ? digits(text, end + 1) : end;
            boolean minus = i > 0 && text.charAt(i - 1) == '-' && !isWord(text, i - 2);
            last = (minus ? "-" : "") + text.substring(i, end).replace(",", "");
            i = end;
        }
        return last;
    }

    /// Where the digits end that begin at a place.
    private static int digits(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private static boolean isWord(String text, int i) {
        return i >= 0 && i < text.length() && Character.isLetterOrDigit(text.charAt(i));
    }
}

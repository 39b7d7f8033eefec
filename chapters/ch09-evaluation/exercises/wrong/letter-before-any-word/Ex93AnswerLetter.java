public final class Ex93AnswerLetter {
    private Ex93AnswerLetter() {}

    public static int choice(String text, int choices) {
        for (int i = 0; i < text.length(); i++) {
            int choice = text.charAt(i) - 'A';
            boolean named = choice >= 0 && choice < choices;
            if (named && standsAlone(text, i) && !isArticle(text, i)) {
                return choice;
            }
        }
        return -1;
    }

    private static boolean standsAlone(String text, int i) {
        boolean before = i > 0 && Character.isLetterOrDigit(text.charAt(i - 1));
        boolean behind = i + 1 < text.length() && (Character.isLetterOrDigit(text.charAt(i + 1))
                || "'’".indexOf(text.charAt(i + 1)) >= 0);
        return !before && !behind;
    }

    private static boolean isArticle(String text, int i) {
        int next = i + 1;
        while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
            next++;
        }
        return next > i + 1 && next < text.length() && Character.isLowerCase(text.charAt(next));
    }
}

public final class Ex93AnswerLetter {
    private Ex93AnswerLetter() {}

    public static int choice(String text, int choices) {
        for (int i = 0; i < text.length(); i++) {
            int choice = text.charAt(i) - 'A';
            boolean named = choice >= 0 && choice < choices;
            if (named && !(choice == 0 && isArticle(text, i))) {
                return choice;
            }
        }
        return -1;
    }

    private static boolean isArticle(String text, int i) {
        int next = i + 1;
        while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
            next++;
        }
        return next > i + 1 && next < text.length() && Character.isLowerCase(text.charAt(next));
    }
}

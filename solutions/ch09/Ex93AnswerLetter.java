/// Exercise 9.3: the letter in a free answer.
///
/// **Why.** A letter is an answer only where it stands by itself, and by itself stands the article,
/// too. Each rule looks at the neighbours of one place, so the text is read once, and the first
/// place that passes all rules decides. A letter that names no choice is passed over: it cannot be
/// meant.
///
/// **Complexity.** O(length), as long as there is not much white space behind an `A`.
///
/// **Common mistakes.** Making all letters capitals first, by which `a` is an answer; taking any
/// capital, such as that of `Because`; the border `\b` of regular expressions, which counts `_` as
/// part of a word and an apostrophe as none; giving up at a letter beyond the choices.
public final class Ex93AnswerLetter {
    private Ex93AnswerLetter() {}

    public static int choice(String text, int choices) {
        for (int i = 0; i < text.length(); i++) {
            int choice = text.charAt(i) - 'A';
            boolean named = choice >= 0 && choice < choices;
            if (named && standsAlone(text, i) && !(choice == 0 && isArticle(text, i))) {
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

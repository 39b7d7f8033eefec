package llm.tales;

import java.util.ArrayList;
import java.util.List;

/// Cuts a text into sentences and words.
public final class Prose {

    private Prose() {}

    /// The sentences of a text. A sentence ends at `.`, `!` or `?`, with the quotation mark behind
    /// it if there is one, before white space and not before a small letter (`"Why?" asked Mia.` is
    /// one sentence); a paragraph always ends one.
    public static List<String> sentences(String text) {
        var sentences = new ArrayList<String>();
        for (String paragraph : text.split("\n")) {
            int start = 0;
            for (int i = 0; i < paragraph.length(); i++) {
                if (endsSentence(paragraph, i)) {
                    sentences.add(paragraph.substring(start, i + 1).strip());
                    start = i + 1;
                }
            }
            if (!paragraph.substring(start).isBlank()) {
                sentences.add(paragraph.substring(start).strip());
            }
        }
        return sentences;
    }

    private static boolean endsSentence(String text, int i) {
        boolean stop = isStop(text.charAt(i))
                || text.charAt(i) == '"' && i > 0 && isStop(text.charAt(i - 1));
        boolean beforeSpace = i + 1 == text.length() || text.charAt(i + 1) == ' ';
        boolean goesOn = i + 2 < text.length() && Character.isLowerCase(text.charAt(i + 2));
        return stop && beforeSpace && !goesOn;
    }

    private static boolean isStop(char c) {
        return c == '.' || c == '!' || c == '?';
    }

    /// The words of a text: runs of letters and inner apostrophes, without a possessive `'s`.
    static List<String> words(String text) {
        var words = new ArrayList<String>();
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            boolean inWord = i < text.length() && isWordPart(text.charAt(i));
            if (!inWord) {
                if (i > start) {
                    words.add(withoutPossessive(text.substring(start, i)));
                }
                start = i + 1;
            }
        }
        return words;
    }

    static int countWords(String text) {
        int count = 0;
        boolean before = false;
        for (int i = 0; i < text.length(); i++) {
            boolean inWord = isWordPart(text.charAt(i));
            count += inWord && !before ? 1 : 0;
            before = inWord;
        }
        return count;
    }

    static String capitalised(String word) {
        return word.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '\'';
    }

    private static String withoutPossessive(String word) {
        return word.length() > 2 && word.endsWith("'s") ? word.substring(0, word.length() - 2) : word;
    }
}

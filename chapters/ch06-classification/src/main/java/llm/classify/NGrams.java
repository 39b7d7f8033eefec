package llm.classify;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Cuts a text into what a linear classifier sees of it: words, pairs of words, and runs of three
/// to five characters, in which a misspelt word still shares much with the right one.
final class NGrams {
    private static final Pattern WORD = Pattern.compile("\\w+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern BLANKS =
            Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final int SHORTEST_RUN = 3;
    private static final int LONGEST_RUN = 5;

    private NGrams() {
    }

    /// All n-grams in small letters, each as often as it occurs: `word:free`, `word:free entry` and
    /// `run:e ent`.
    static List<String> of(String text) {
        String small = text.toLowerCase(Locale.ROOT);
        List<String> ngrams = new ArrayList<>();
        addWords(WORD.matcher(small).results().map(MatchResult::group).toList(), ngrams);
        addRuns(BLANKS.matcher(small).replaceAll(" ").codePoints().toArray(), ngrams);
        return ngrams;
    }

    private static void addWords(List<String> words, List<String> ngrams) {
        for (int i = 0; i < words.size(); i++) {
            ngrams.add("word:" + words.get(i));
            if (i > 0) {
                ngrams.add("word:" + words.get(i - 1) + " " + words.get(i));
            }
        }
    }

    private static void addRuns(int[] characters, List<String> ngrams) {
        for (int length = SHORTEST_RUN; length <= LONGEST_RUN; length++) {
            for (int from = 0; from + length <= characters.length; from++) {
                ngrams.add("run:" + new String(characters, from, length));
            }
        }
    }
}

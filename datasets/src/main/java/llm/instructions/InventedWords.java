package llm.instructions;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import llm.tales.SplitMix;

/// Words that nobody has seen before, made of a syllable or two: `Brim`, `tolvek`. A model that
/// meets no name twice cannot learn names by heart; it has to learn to say again what it was told.
final class InventedWords {
    private static final List<String> ONSETS = List.of("b", "br", "d", "f", "fl", "g", "gr", "h",
            "k", "l", "m", "n", "p", "pl", "r", "st", "t", "tr", "v", "w", "z");
    private static final List<String> VOWELS = List.of("a", "e", "i", "o", "u", "ee", "oo");
    private static final List<String> CODAS = List.of("l", "m", "n", "r", "k", "t", "p", "d");
    /// Words of the language, and some that one would rather not read.
    private static final Set<String> LEFT_OUT = Set.of("bum", "but", "fool", "for", "had",
            "her", "him", "met", "not", "poop", "ran", "tit", "wet");
    private static final int LONGER = 4;                     // one in so many has two syllables

    private static final Pattern FORM = Pattern.compile("(?i)((%s)(%s)(%s)){1,2}".formatted(
            String.join("|", ONSETS), String.join("|", VOWELS), String.join("|", CODAS)));

    private InventedWords() {}

    /// A row of an open table with a new word in place of a known one.
    ///
    /// @param like a row of the table, whose preposition a place keeps
    static Words.Row row(String table, Words.Row like, SplitMix random) {
        String word = word(random);
        return switch (table) {
            case "name" -> {
                String name = Character.toUpperCase(word.charAt(0)) + word.substring(1);
                yield new Words.Row(name, name);
            }
            case "thing" -> new Words.Row(word, word + "s");
            case "place" -> new Words.Row(like.word(), "the " + word);
            default -> throw new IllegalArgumentException(
                    "a table must be one of " + Words.OPEN + ", got " + table);
        };
    }

    /// Whether a word may be one of these: it has their form and stands in no table.
    static boolean mayBe(String word) {
        return FORM.matcher(word).matches() && !Words.standard().isKnown(word)
                && !LEFT_OUT.contains(word.toLowerCase(Locale.ROOT));
    }

    /// One syllable or two; the last letter is a consonant behind which a plural needs no more than
    /// `s`.
    private static String word(SplitMix random) {
        return random.nextInt(LONGER) == 0 ? syllable(random) + syllable(random)
                : syllable(random);
    }

    private static String syllable(SplitMix random) {
        String syllable;
        do {
            syllable = one(ONSETS, random) + one(VOWELS, random) + one(CODAS, random);
        } while (LEFT_OUT.contains(syllable) || Words.standard().isKnown(syllable));
        return syllable;
    }

    private static String one(List<String> of, SplitMix random) {
        return of.get(random.nextInt(of.size()));
    }
}

package llm.instruct.quality;

import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// A text as the set of its n-grams: all runs of `length` neighbouring words or characters of its
/// [NormalText]. A text that is shorter than one run is one itself.
///
/// Two texts are alike as far as their sets are: by their Jaccard similarity `|A ∩ B| / |A ∪ B|`.
/// Source: Broder (1997), On the resemblance and containment of documents, §2; Leskovec, Rajaraman,
/// Ullman (2020), Mining of Massive Datasets, §3.1–3.2.
///
/// @param unit   what a run is made of
/// @param length words or characters of a run
public record Shingles(Unit unit, int length) {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}\\p{M}]+|\\S");
    private static final long BASE = 0x100000001B3L;         // a large odd number

    /// What a run is made of.
    public enum Unit {
        /// Runs of letters and digits; any other sign is a word too.
        WORDS,
        CHARACTERS
    }

    public Shingles {
        if (length < 1) {
            throw new IllegalArgumentException("length must be 1 or more, got " + length);
        }
    }

    public static Shingles words(int length) {
        return new Shingles(Unit.WORDS, length);
    }

    public static Shingles characters(int length) {
        return new Shingles(Unit.CHARACTERS, length);
    }

    /// The set of a text's runs, each as a number of 64 bits. Even of a million different runs two
    /// have the same number in less than one case of 10⁷.
    ///
    /// @return sorted, each once
    public long[] of(String text) {
        List<String> pieces = pieces(NormalText.of(text));
        int runs = Math.max(1, pieces.size() - length + 1);
        return IntStream.range(0, runs)
                .mapToLong(from -> number(pieces.subList(from,
                        Math.min(from + length, pieces.size()))))
                .sorted().distinct().toArray();
    }

    private List<String> pieces(String text) {
        return switch (unit) {
            case WORDS -> WORD.matcher(text).results().map(MatchResult::group).toList();
            case CHARACTERS -> text.codePoints().mapToObj(Character::toString).toList();
        };
    }

    private static long number(List<String> run) {
        long number = 0;
        for (String piece : run) {
            for (int i = 0; i < piece.length(); i++) {
                number = number * BASE + piece.charAt(i) + 1;
            }
            number *= BASE;                                  // the seam between two words
        }
        return mix(number);
    }

    /// Spreads a number over all 64 bits, one to one.
    /// Source: Steele, Lea and Flood (2014), SplitMix64.
    static long mix(long number) {
        long z = (number ^ (number >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /// `|A ∩ B| / |A ∪ B|`, from 0 to 1.
    ///
    /// @param a sorted, each once
    /// @param b sorted, each once
    public static double jaccard(long[] a, long[] b) {
        long both = Arrays.stream(a).filter(each -> Arrays.binarySearch(b, each) >= 0).count();
        return (double) both / (a.length + b.length - both);
    }
}

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// With streams, and all pairs of signatures compared band by band: simple, if slow for many texts.
public final class Ex67NearDuplicates {
    private Ex67NearDuplicates() {}

    public static Set<String> ngrams(String text, int n) {
        String[] words = Stream.of(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"))
                .filter(word -> !word.isEmpty()).toArray(String[]::new);
        if (words.length <= n) {
            return words.length == 0 ? Set.of() : Set.of(String.join(" ", words));
        }
        return IntStream.rangeClosed(0, words.length - n)
                .mapToObj(i -> String.join(" ", Arrays.copyOfRange(words, i, i + n)))
                .collect(Collectors.toSet());
    }

    public static double jaccard(Set<String> a, Set<String> b) {
        Set<String> either = new LinkedHashSet<>(a);
        either.addAll(b);
        return (double) (a.size() + b.size() - either.size()) / Math.max(1, either.size());
    }

    public static int[] signature(Set<String> ngrams, int hashes) {
        return IntStream.range(0, hashes).map(i -> ngrams.stream()
                .mapToInt(ngram -> hash(i, ngram)).min().orElse(Integer.MAX_VALUE)).toArray();
    }

    public static int[][] candidates(int[][] signatures, int bands) {
        if (bands < 1 || Stream.of(signatures).anyMatch(each -> each.length % bands > 0)) {
            throw new IllegalArgumentException("bands must divide the hashes, got " + bands);
        }
        return IntStream.range(0, signatures.length).boxed().flatMap(i ->
                IntStream.range(i + 1, signatures.length)
                        .filter(j -> agree(signatures[i], signatures[j], bands))
                        .mapToObj(j -> new int[] {i, j})).toArray(int[][]::new);
    }

    private static boolean agree(int[] a, int[] b, int bands) {
        int rows = a.length / bands;
        return IntStream.range(0, bands).map(band -> band * rows)
                .anyMatch(from -> Arrays.equals(a, from, from + rows, b, from, from + rows));
    }

    public static int[][] nearDuplicates(List<String> texts, int bands, double threshold) {
        int[][] signatures = texts.stream().map(text -> signature(ngrams(text, 5), 100))
                .toArray(int[][]::new);
        return Stream.of(candidates(signatures, bands)).filter(pair -> threshold <= jaccard(
                ngrams(texts.get(pair[0]), 5), ngrams(texts.get(pair[1]), 5)))
                .toArray(int[][]::new);
    }

    /// The hash function of a number. Source: MurmurHash3, the last steps.
    ///
    /// @return at least 0
    private static int hash(int function, String ngram) {
        int h = ngram.hashCode() ^ function * 0x9E3779B9;
        h = (h ^ h >>> 16) * 0x85EBCA6B;
        h = (h ^ h >>> 13) * 0xC2B2AE35;
        return (h ^ h >>> 16) >>> 1;
    }
}

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

public final class Ex67NearDuplicates {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");
    private static final int HASHES = 100;
    private static final int WORDS = 5;

    public static Set<String> ngrams(String text, int n) {
        List<String> words = WORD.matcher(text.toLowerCase(Locale.ROOT)).results()
                .map(MatchResult::group).toList();
        int length = Math.min(n, words.size());
        Set<String> ngrams = new HashSet<>();
        for (int from = 0; length > 0 && from < Math.max(1, words.size() - length); from++) {
            ngrams.add(String.join(" ", words.subList(from, from + length)));
        }
        return ngrams;
    }

    public static double jaccard(Set<String> a, Set<String> b) {
        long both = a.stream().filter(b::contains).count();
        long either = a.size() + b.size() - both;
        return either == 0 ? 0 : (double) both / either;
    }

    public static int[] signature(Set<String> ngrams, int hashes) {
        int[] smallest = new int[hashes];
        Arrays.fill(smallest, Integer.MAX_VALUE);
        for (String ngram : ngrams) {
            for (int i = 0; i < hashes; i++) {
                smallest[i] = Math.min(smallest[i], hash(i, ngram));
            }
        }
        return smallest;
    }

    public static int[][] candidates(int[][] signatures, int bands) {
        for (int[] signature : signatures) {
            if (bands < 1 || signature.length % bands != 0) {
                throw new IllegalArgumentException("bands must divide hashes=%d, got bands=%d"
                        .formatted(signature.length, bands));
            }
        }
        var pairs = new TreeSet<int[]>(Comparator.<int[]>comparingInt(pair -> pair[0])
                .thenComparingInt(pair -> pair[1]));
        for (int band = 0; band < bands; band++) {
            Map<List<Integer>, List<Integer>> buckets = new HashMap<>();
            for (int text = 0; text < signatures.length; text++) {
                int rows = signatures[text].length / bands;
                List<Integer> numbers = Arrays.stream(signatures[text], band * rows,
                        (band + 1) * rows).boxed().toList();
                var bucket = buckets.computeIfAbsent(numbers, _ -> new ArrayList<>());
                for (int other : bucket) {
                    pairs.add(new int[] {other, text});
                }
                bucket.add(text);
            }
        }
        return pairs.toArray(int[][]::new);
    }

    public static int[][] nearDuplicates(List<String> texts, int bands, double threshold) {
        List<Set<String>> sets = texts.stream().map(text -> ngrams(text, WORDS)).toList();
        int[][] signatures = sets.stream().map(set -> signature(set, HASHES))
                .toArray(int[][]::new);
        return Arrays.stream(candidates(signatures, bands))
                .filter(pair -> jaccard(sets.get(pair[0]), sets.get(pair[1])) >= threshold)
                .toArray(int[][]::new);
    }

    private static int hash(int function, String ngram) {
        int h = ngram.hashCode() ^ function * 0x9E3779B9;
        h = (h ^ h >>> 16) * 0x85EBCA6B;
        h = (h ^ h >>> 13) * 0xC2B2AE35;
        return (h ^ h >>> 16) >>> 1;
    }
}

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// With ids: words are arrays of them, and a pair is one `long`.
public final class Ex25BpeTraining {
    private Ex25BpeTraining() {}

    public static List<List<String>> train(String text, int merges) {
        List<String> tokens = new ArrayList<>();
        IntStream.range(0, 256).forEach(b -> tokens.add(Character.toString(b)));
        Map<String, Integer> pieces = new TreeMap<>();
        Pattern.compile(" ?\\S+|\\s+").matcher(text).results()
                .forEach(match -> pieces.merge(match.group(), 1, Integer::sum));
        int[] counts = pieces.values().stream().mapToInt(count -> count).toArray();
        int[][] words = pieces.keySet().stream().map(Ex25BpeTraining::bytes).toArray(int[][]::new);
        List<List<String>> learned = new ArrayList<>();
        while (learned.size() < merges) {
            long best = best(words, counts, tokens);
            if (best < 0) {
                return learned;
            }
            List<String> pair = List.of(tokens.get((int) (best >> 32)), tokens.get((int) best));
            for (int word = 0; word < words.length; word++) {
                words[word] = merged(words[word], best, tokens.size());
            }
            tokens.add(String.join("", pair));
            learned.add(pair);
        }
        return learned;
    }

    private static int[] bytes(String piece) {
        byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
        return IntStream.range(0, bytes.length).map(i -> bytes[i] & 0xFF).toArray();
    }

    /// The most frequent pair, left id in the upper half; −1 if there is none.
    private static long best(int[][] words, int[] counts, List<String> tokens) {
        Map<Long, Integer> pairs = new HashMap<>();
        for (int word = 0; word < words.length; word++) {
            for (int i = 1; i < words[word].length; i++) {
                pairs.merge(pair(words[word], i), counts[word], Integer::sum);
            }
        }
        long best = -1;
        for (long pair : pairs.keySet()) {
            int more = best < 0 ? 1 : pairs.get(pair) - pairs.get(best);
            int left = best < 0 ? 0
                    : tokens.get((int) (pair >> 32)).compareTo(tokens.get((int) (best >> 32)));
            int right = best < 0 ? 0 : tokens.get((int) pair).compareTo(tokens.get((int) best));
            best = more > 0 || more == 0 && (left > 0 || left == 0 && right > 0) ? pair : best;
        }
        return best;
    }

    private static long pair(int[] word, int end) {
        return (long) word[end - 1] << 32 | word[end];
    }

    private static int[] merged(int[] word, long pair, int id) {
        int[] kept = new int[word.length];
        int count = 0;
        for (int i = 0; i < word.length; i++) {
            boolean here = i + 1 < word.length && pair(word, i + 1) == pair;
            kept[count++] = here ? id : word[i];
            i += here ? 1 : 0;
        }
        return Arrays.copyOf(kept, count);
    }
}

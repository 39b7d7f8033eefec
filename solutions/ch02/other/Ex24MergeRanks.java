import java.util.Arrays;
import java.util.List;

/// As the notebook does: each merge in turn walks through the word, here in place in an array.
public final class Ex24MergeRanks {
    private Ex24MergeRanks() {}

    public static List<String> encode(String word, List<List<String>> merges) {
        String[] tokens = word.chars().mapToObj(Character::toString).toArray(String[]::new);
        int count = tokens.length;
        for (List<String> pair : merges) {
            int kept = 0;
            for (int i = 0; i < count; i++) {
                boolean here = i + 1 < count && tokens[i].equals(pair.get(0))
                        && tokens[i + 1].equals(pair.get(1));
                tokens[kept++] = here ? tokens[i] + tokens[++i] : tokens[i];
            }
            count = kept;
        }
        return Arrays.asList(tokens).subList(0, count);
    }
}

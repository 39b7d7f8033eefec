import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.IntStream;

/// Exercise 10.6: what prompts have in common.
///
/// **Why.** A block is known by all tokens up to its end, so equal blocks have equal keys and
/// values wherever they come from, and a prompt finds what it can take over from its start on.
/// Whole blocks are few enough to be looked up and many enough to be shared. Beginnings stay
/// longest, because without them what follows is of no use. Source: Kwon et al. (2023), "Efficient
/// memory management for large language model serving with PagedAttention", §4.4.
///
/// **Complexity.** O(tokens² / block), since each block is looked up by all tokens before it.
/// Servers chain hashes instead: that of a block is made of its tokens and the hash before it.
///
/// **Common mistakes.** Knowing a block by its own tokens, wherever they stand; taking over the
/// last token, so that there is nothing to compute scores from; letting the first that came go
/// first, which may be the system message that all share; the beginning older than what follows.
public final class Ex106PrefixCache {
    private final int block;
    private final int most;
    private final LinkedHashSet<List<Integer>> blocks = new LinkedHashSet<>();  // oldest first

    public Ex106PrefixCache(int block, int most) {
        this.block = block;
        this.most = most;
    }

    public int read(int[] prompt) {
        int taken = 0;
        while (taken + block < prompt.length && blocks.contains(upTo(taken + block, prompt))) {
            taken += block;
        }
        for (int end = prompt.length / block * block; end > 0; end -= block) {
            List<Integer> whole = upTo(end, prompt);
            blocks.remove(whole);
            blocks.add(whole);                              // as the newest
        }
        while (blocks.size() > most) {
            blocks.removeFirst();
        }
        return taken;
    }

    private static List<Integer> upTo(int end, int[] prompt) {
        return IntStream.of(Arrays.copyOf(prompt, end)).boxed().toList();
    }
}

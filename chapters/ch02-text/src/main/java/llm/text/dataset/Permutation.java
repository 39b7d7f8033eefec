package llm.text.dataset;

import java.util.SplittableRandom;

/// A random order of `count` things: each of the `count!` orders is as likely as any other.
/// Source: Fisher, Yates (1938), in the form of Knuth, The Art of Computer Programming 2, §3.4.2,
/// algorithm P.
public final class Permutation {

    private Permutation() {
    }

    /// The places of the things, from 0; written out here so that a seed gives the same order on
    /// every JDK.
    public static int[] random(int count, SplittableRandom random) {
        int[] order = inOrder(count);
        for (int i = count - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }

    static int[] inOrder(int count) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = i;
        }
        return order;
    }
}

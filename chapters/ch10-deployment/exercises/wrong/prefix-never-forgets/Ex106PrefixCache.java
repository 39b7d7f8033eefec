import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.IntStream;

public final class Ex106PrefixCache {
    private final int block;
    private final LinkedHashSet<List<Integer>> blocks = new LinkedHashSet<>();

    public Ex106PrefixCache(int block, int most) {
        this.block = block;
    }

    public int read(int[] prompt) {
        int taken = 0;
        while (taken + block < prompt.length && blocks.contains(upTo(taken + block, prompt))) {
            taken += block;
        }
        for (int end = prompt.length / block * block; end > 0; end -= block) {
            List<Integer> whole = upTo(end, prompt);
            blocks.remove(whole);
            blocks.add(whole);
        }
        return taken;
    }

    private static List<Integer> upTo(int end, int[] prompt) {
        return IntStream.of(Arrays.copyOf(prompt, end)).boxed().toList();
    }
}

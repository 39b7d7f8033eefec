import java.util.LinkedList;

public final class Ex106PrefixCache {
    private final int block;
    private final int most;
    private final LinkedList<int[]> prompts = new LinkedList<>();

    public Ex106PrefixCache(int block, int most) {
        this.block = block;
        this.most = most;
    }

    public int read(int[] prompt) {
        int taken = 0;
        for (int[] other : prompts) {
            taken = Math.max(taken, common(prompt, other));
        }
        prompts.addFirst(prompt.clone());
        while (prompts.size() > most) {
            prompts.removeLast();
        }
        return taken;
    }

    private static int common(int[] prompt, int[] other) {
        int most = Math.min(prompt.length - 1, other.length);
        int same = 0;
        while (same < most && prompt[same] == other[same]) {
            same++;
        }
        return same;
    }
}

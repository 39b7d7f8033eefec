import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/// With a tree whose paths are prompts, and a clock that says when each block was last used.
public final class Ex106PrefixCache {
    private final int block;
    private final int most;
    private final Node root = new Node(null, "");
    private final Map<Node, Long> lastUsed = new HashMap<>();
    private long clock;

    /// A block behind another one.
    private static final class Node {
        private final Node before;
        private final String tokens;
        private final Map<String, Node> next = new HashMap<>();

        private Node(Node before, String tokens) {
            this.before = before;
            this.tokens = tokens;
        }
    }

    public Ex106PrefixCache(int block, int most) {
        this.block = block;
        this.most = most;
    }

    public int read(int[] prompt) {
        int taken = 0;
        boolean known = true;
        clock += prompt.length;
        Node at = root;
        for (int i = 1; i * block <= prompt.length; i++) {
            String own = Arrays.toString(Arrays.copyOfRange(prompt, (i - 1) * block, i * block));
            Node before = at;
            known &= before.next.containsKey(own);
            taken += known && i * block < prompt.length ? block : 0;
            at = before.next.computeIfAbsent(own, tokens -> new Node(before, tokens));
            lastUsed.put(at, clock - i);
        }
        while (lastUsed.size() > most) {
            Node oldest = lastUsed.keySet().stream().min(Comparator.comparing(lastUsed::get))
                    .orElseThrow();
            oldest.before.next.remove(oldest.tokens);
            lastUsed.remove(oldest);
        }
        return taken;
    }
}

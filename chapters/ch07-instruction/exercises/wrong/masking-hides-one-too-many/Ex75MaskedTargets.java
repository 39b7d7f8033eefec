import llm.instruct.Masking;
import llm.instruct.PromptIds;
import llm.tensor.CrossEntropy;

public final class Ex75MaskedTargets {
    public static int[] targets(PromptIds ids, int end, Masking masking) {
        int masked = switch (masking) {
            case NOTHING -> 0;
            case QUERY -> ids.query().length;
            case PROMPT -> ids.query().length + ids.header().length;
        };
        int[] whole = ids.whole();
        int[] targets = new int[whole.length];              // (tokens)
        for (int t = 0; t < targets.length; t++) {
            int next = t + 1;
            targets[t] = next <= masked ? CrossEntropy.IGNORED
                    : next < whole.length ? whole[next] : end;
        }
        return targets;
    }
}

import llm.instruct.Masking;
import llm.instruct.PromptIds;
import llm.tensor.CrossEntropy;

/// Exercise 7.5: which targets count.
///
/// **Why.** A mask is about targets, not about inputs: all that stands in the row is read. Masking
/// m ids at the start of the row hides only m − 1 targets, for the first id is the target of
/// nothing and the shift moves all others one place to the left. The target of the prompt's last id
/// is the first id of the answer: the very place at which the model begins to speak when asked.
///
/// **Complexity.** O(n) for n ids. A mask saves no computation: masked places are still read.
///
/// **Common mistakes.** Hiding m targets instead of m − 1, so that the answer's first id is never
/// learned; hiding the end, so that the model never stops; masking by ids instead of places.
public final class Ex75MaskedTargets {
    private Ex75MaskedTargets() {}

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
            targets[t] = next < masked ? CrossEntropy.IGNORED
                    : next < whole.length ? whole[next] : end;
        }
        return targets;
    }
}

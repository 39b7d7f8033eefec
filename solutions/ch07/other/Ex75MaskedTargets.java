import java.util.Arrays;
import java.util.stream.IntStream;
import llm.instruct.Masking;
import llm.instruct.PromptIds;

/// The row with its masked parts already replaced, of which the first place is dropped.
public final class Ex75MaskedTargets {
    private Ex75MaskedTargets() {}

    public static int[] targets(PromptIds ids, int end, Masking masking) {
        IntStream query = hidden(ids.query(), masking != Masking.NOTHING);
        IntStream header = hidden(ids.header(), masking == Masking.PROMPT);
        IntStream answer = IntStream.concat(Arrays.stream(ids.answer()), IntStream.of(end));
        return IntStream.concat(IntStream.concat(query, header), answer).skip(1).toArray();
    }

    private static IntStream hidden(int[] part, boolean isHidden) {
        return Arrays.stream(part).map(id -> isHidden ? -100 : id);
    }
}

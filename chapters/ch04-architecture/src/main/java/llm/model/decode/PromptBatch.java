package llm.model.decode;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import llm.tensor.IntTensor;

/// Texts that are written together: padded on the left, so that they all end at the same place.
final class PromptBatch {
    private static final int OPEN = -1;

    private final int[][] ids;                               // (batch, end)
    private final int[] padding;
    private final int[] closedAt;                            // where a stop token stands, or OPEN
    private final int prompt;
    private int length;

    PromptBatch(List<int[]> prompts, int maxNewTokens) {
        if (prompts.isEmpty() || prompts.stream().anyMatch(tokens -> tokens.length == 0)) {
            throw new IllegalArgumentException("a batch must have prompts of at least one token, "
                    + "got lengths " + prompts.stream().map(tokens -> tokens.length).toList());
        }
        prompt = prompts.stream().mapToInt(tokens -> tokens.length).max().orElseThrow();
        length = prompt;
        ids = new int[prompts.size()][prompt + maxNewTokens];
        padding = new int[ids.length];
        closedAt = new int[ids.length];
        Arrays.fill(closedAt, OPEN);
        for (int row = 0; row < ids.length; row++) {
            int[] tokens = prompts.get(row);
            padding[row] = prompt - tokens.length;
            System.arraycopy(tokens, 0, ids[row], padding[row], tokens.length);
        }
    }

    /// Tokens of the longest text when all is written.
    int end() {
        return ids[0].length;
    }

    /// Tokens at the start of each text that stand for nothing.
    int[] padding() {
        return padding;
    }

    /// Whether a text is still to be continued.
    boolean isOpen() {
        return length < end() && Arrays.stream(closedAt).anyMatch(at -> at == OPEN);
    }

    /// Everything from token `from` on, `(batch, tokens)`.
    IntTensor tokensFrom(int from) {
        int[] tokens = Arrays.stream(ids)
                .flatMapToInt(row -> Arrays.stream(row, from, length)).toArray();
        return IntTensor.of(tokens, ids.length, length - from);
    }

    /// Prompt and text so far.
    int[] history(int row) {
        return Arrays.copyOfRange(ids[row], padding[row], length);
    }

    /// Adds a token to each text; one that has ended keeps its length.
    void append(int[] next, Set<Integer> stopTokens) {
        for (int row = 0; row < ids.length; row++) {
            ids[row][length] = next[row];
            if (closedAt[row] == OPEN && stopTokens.contains(next[row])) {
                closedAt[row] = length;
            }
        }
        length++;
    }

    /// The new tokens of each text.
    List<int[]> written() {
        return IntStream.range(0, ids.length).mapToObj(row -> Arrays.copyOfRange(ids[row], prompt,
                closedAt[row] == OPEN ? length : closedAt[row])).toList();
    }
}

import java.util.Arrays;

/// Exercise 6.4: padding, and the last real token.
///
/// **Why.** A matrix product needs a rectangle. Behind a text pads do no harm: in a causal model
/// nobody looks at what comes later. But the place at the end of a row is then no longer the end of
/// the text, so one searches from the end for the first token that is no pad. Searching from the
/// front would stop too early where a text holds the pad's number.
///
/// **Complexity.** Each place of the rectangle is written once and looked at once at most:
/// O(batch · tokens). Padding to the longest of a batch saves what padding to the context wastes.
///
/// **Common mistakes.** Cutting off the front of a long text; pads in front of the text; reading
/// the last place of the row, or the place of the first pad; stopping at the first pad in a row.
public final class Ex64Padding {
    private Ex64Padding() {}

    public static int[][] toLongest(int[][] texts, int pad) {
        int longest = 0;
        for (int[] text : texts) {
            longest = Math.max(longest, text.length);
        }
        return filled(texts, pad, longest);
    }

    public static int[][] toLength(int[][] texts, int pad, int length) {
        if (length < 1) {
            throw new IllegalArgumentException("length must be at least 1, got " + length);
        }
        return filled(texts, pad, length);
    }

    private static int[][] filled(int[][] texts, int pad, int length) {
        int[][] rows = new int[texts.length][];              // (batch, length)
        for (int i = 0; i < texts.length; i++) {
            rows[i] = Arrays.copyOf(texts[i], length);       // cuts, or adds zeros
            if (texts[i].length < length) {
                Arrays.fill(rows[i], texts[i].length, length, pad);
            }
        }
        return rows;
    }

    public static int[] lastTokens(int[][] rows, int pad) {
        int[] last = new int[rows.length];                   // (batch)
        for (int i = 0; i < rows.length; i++) {
            last[i] = rows[i].length - 1;
            while (last[i] > 0 && rows[i][last[i]] == pad) {
                last[i]--;
            }
            last[i] = Math.max(0, last[i]);                  // a row may have no places
        }
        return last;
    }
}

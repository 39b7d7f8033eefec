import java.util.Arrays;

public final class Ex64Padding {
    public static int[][] toLongest(int[][] texts, int pad) {
        int longest = Arrays.stream(texts).mapToInt(text -> text.length).max().orElse(0);
        return filled(texts, pad, longest);
    }

    public static int[][] toLength(int[][] texts, int pad, int length) {
        if (length < 1) {
            throw new IllegalArgumentException("length must be at least 1, got " + length);
        }
        return filled(texts, pad, length);
    }

    private static int[][] filled(int[][] texts, int pad, int length) {
        int[][] rows = new int[texts.length][length];
        for (int i = 0; i < texts.length; i++) {
            int kept = Math.min(length, texts[i].length);
            Arrays.fill(rows[i], pad);
            System.arraycopy(texts[i], 0, rows[i], length - kept, kept);
        }
        return rows;
    }

    public static int[] lastTokens(int[][] rows, int pad) {
        int[] last = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            int t = rows[i].length - 1;
            while (t > 0 && rows[i][t] == pad) {
                t--;
            }
            last[i] = t;
        }
        return last;
    }
}

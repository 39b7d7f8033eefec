import java.util.Arrays;
import java.util.stream.IntStream;
import llm.tensor.Tensor;

/// With tensors for the rows that count, and a table of ones at the targets.
public final class Ex17CrossEntropy {
    private Ex17CrossEntropy() {}

    public static double loss(float[][] logits, int[] targets) {
        int[] rows = counted(logits, targets);
        Tensor x = shifted(logits, rows);                   // (count, classes)
        Tensor wanted = x.mul(oneHot(x, targets, rows)).sum();
        return x.exp().sum(1).log().sum().sub(wanted).div(rows.length).item();
    }

    public static float[][] gradient(float[][] logits, int[] targets) {
        int[] rows = counted(logits, targets);
        Tensor x = shifted(logits, rows);                   // (count, classes)
        float[] slopes = x.softmax().sub(oneHot(x, targets, rows)).div(rows.length).toArray();
        int classes = x.size(1);
        float[][] gradient = new float[logits.length][classes];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(slopes, i * classes, gradient[rows[i]], 0, classes);
        }
        return gradient;
    }

    /// The rows that count, without their largest logits.
    private static Tensor shifted(float[][] logits, int[] rows) {
        Tensor x = Tensor.of(Arrays.stream(rows).mapToObj(row -> logits[row])
                .toArray(float[][]::new));
        return x.sub(x.max(1).reshape(rows.length, 1));
    }

    private static Tensor oneHot(Tensor x, int[] targets, int[] rows) {
        float[][] ones = new float[rows.length][x.size(1)];
        for (int i = 0; i < rows.length; i++) {
            ones[i][targets[rows[i]]] = 1;
        }
        return Tensor.of(ones);
    }

    private static int[] counted(float[][] logits, int[] targets) {
        int[] rows = IntStream.range(0, targets.length).filter(row -> targets[row] != -100)
                .toArray();
        if (rows.length == 0 || Arrays.stream(rows).anyMatch(row -> targets[row] < 0
                || targets[row] >= logits[row].length)) {
            throw new IllegalArgumentException("targets must be classes or -100, not all -100, got "
                    + Arrays.toString(targets));
        }
        return rows;
    }
}

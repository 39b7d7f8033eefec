import java.util.Arrays;
import java.util.function.IntUnaryOperator;

public final class Ex52RandomBatch {
    public static int[][][] batch(int[] ids, int batchSize, int context, IntUnaryOperator draw) {
        if (batchSize < 1 || context < 1 || ids.length < context + 1) {
            throw new IllegalArgumentException("the text is too short or the batch empty");
        }
        int[][][] batch = new int[2][batchSize][];
        for (int row = 0; row < batchSize; row++) {
            int start = draw.applyAsInt(ids.length - context + 1);
            batch[0][row] = Arrays.copyOfRange(ids, start, start + context);
            batch[1][row] = Arrays.copyOfRange(ids, start + 1, start + 1 + context);
        }
        return batch;
    }
}

import java.util.function.IntUnaryOperator;

public final class Ex52RandomBatch {
    public static int[][][] batch(int[] ids, int batchSize, int context, IntUnaryOperator draw) {
        if (batchSize < 1 || context < 1 || ids.length < context + 1) {
            throw new IllegalArgumentException("the text is too short or the batch empty");
        }
        int[][][] batch = new int[2][batchSize][context];
        int places = ids.length - context;
        int first = draw.applyAsInt(places);
        for (int row = 0; row < batchSize; row++) {
            int start = (first + row) % places;
            for (int t = 0; t < context; t++) {
                batch[0][row][t] = ids[start + t];
                batch[1][row][t] = ids[start + t + 1];
            }
        }
        return batch;
    }
}

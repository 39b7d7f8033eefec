import java.util.Arrays;
import java.util.stream.IntStream;
import llm.tensor.Tensor;

/// With the library, token by token: a slice of the keys and one of the values is all that it sees.
public final class Ex38SlidingWindow {
    private Ex38SlidingWindow() {}

    public static float[][] weights(float[][] q, float[][] k, int window) {
        requireWindow(window);
        Tensor keys = Tensor.of(k);
        return IntStream.range(0, q.length).mapToObj(token -> {
            int first = Math.max(0, token - window + 1);
            float[] seen = Tensor.of(q[token], 1, q[token].length)
                    .matmulTransposed(keys.slice(0, first, token + 1))  // (1, seen)
                    .mul(1 / Math.sqrt(q[token].length)).softmax().toArray();
            float[] row = new float[window];
            System.arraycopy(seen, 0, row, window - seen.length, seen.length);
            return row;
        }).toArray(float[][]::new);                                 // (tokens, window)
    }

    public static float[][] attention(float[][] q, float[][] k, float[][] v, int window) {
        float[][] band = weights(q, k, window);
        return IntStream.range(0, v.length).mapToObj(token -> {
            int seen = Math.min(window, token + 1);
            float[] weights = Arrays.copyOfRange(band[token], window - seen, window);
            return Tensor.of(weights, 1, seen)
                    .matmul(Tensor.of(v).slice(0, token + 1 - seen, token + 1)).toArray();
        }).toArray(float[][]::new);                                 // (tokens, headDim)
    }

    public static int reach(int window, int layers) {
        requireWindow(window);
        return layers == 0 ? 0 : window - 1 + reach(window, layers - 1);
    }

    private static void requireWindow(int window) {
        if (window < 1) {
            throw new IllegalArgumentException("a token must see itself, got window=" + window);
        }
    }
}

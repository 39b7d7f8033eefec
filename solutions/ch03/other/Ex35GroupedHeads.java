import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/// With a stream of heads there, and with ND4J back: the heads of a group are an axis to sum over.
public final class Ex35GroupedHeads {
    private Ex35GroupedHeads() {}

    public static float[][][] repeat(float[][][] x, int heads) {
        requireGroups(heads, x.length);
        return Arrays.stream(x)
                .flatMap(head -> IntStream.range(0, heads / x.length).mapToObj(i -> head))
                .toArray(float[][][]::new);
    }

    public static float[][][] repeatBackward(float[][][] g, int kvHeads) {
        requireGroups(g.length, kvHeads);
        int tokens = g[0].length;
        int headDim = g[0][0].length;
        INDArray sums = Nd4j.create(g)                              // (heads, tokens, headDim)
                .reshape(kvHeads, g.length / kvHeads, tokens, headDim)
                .sum(1);                                            // (kvHeads, tokens, headDim)
        return IntStream.range(0, kvHeads)
                .mapToObj(head -> sums.slice(head).reshape(tokens, headDim).toFloatMatrix())
                .toArray(float[][][]::new);
    }

    private static void requireGroups(int heads, int kvHeads) {
        if (heads % kvHeads != 0) {
            throw new IllegalArgumentException("groups must be equally large, got heads=" + heads
                    + " for kvHeads=" + kvHeads);
        }
    }
}

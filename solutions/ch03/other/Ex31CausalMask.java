import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/// With ND4J: the numbers of the places, once as a row and once as a column, compared by broadcast.
public final class Ex31CausalMask {
    private Ex31CausalMask() {}

    public static float[][] causalMask(int tokens) {
        if (tokens < 1) {
            throw new IllegalArgumentException("tokens must be at least 1, got " + tokens);
        }
        var places = Nd4j.arange(tokens).castTo(DataType.FLOAT);
        var keys = places.reshape(1, tokens).broadcast(tokens, tokens);
        var queries = places.reshape(tokens, 1).broadcast(tokens, tokens);
        return keys.gt(queries).castTo(DataType.FLOAT).toFloatMatrix();
    }
}

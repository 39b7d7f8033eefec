import java.util.ArrayList;
import java.util.List;
import llm.tensor.Operations;
import llm.tensor.Tensor;

/// With lists of tensors that grow, and the library's operations.
public final class Ex37KvCache {
    private final int room;
    private final int headDim;
    private final List<Tensor> keys = new ArrayList<>();            // each (1, headDim)
    private final List<Tensor> values = new ArrayList<>();          // each (1, headDim)

    public Ex37KvCache(int room, int headDim) {
        this.room = room;
        this.headDim = headDim;
    }

    public int length() {
        return keys.size();
    }

    public void append(float[] key, float[] value) {
        if (keys.size() == room) {
            throw new IllegalArgumentException("the cache must have room, got " + room + " tokens");
        }
        Tensor newKey = Tensor.of(key, 1, headDim);
        Tensor newValue = Tensor.of(value, 1, headDim);
        keys.add(newKey);
        values.add(newValue);
    }

    public float[] attend(float[] query) {
        Tensor k = Operations.concat(0, keys.toArray(Tensor[]::new));// (length, headDim)
        Tensor v = Operations.concat(0, values.toArray(Tensor[]::new));// (length, headDim)
        return Tensor.of(query, 1, headDim).matmulTransposed(k)     // (1, length)
                .mul(1 / Math.sqrt(headDim)).softmax()
                .matmul(v).toArray();                               // (1, headDim)
    }

    public void truncate(int length) {
        if (length < 0 || length > keys.size()) {
            throw new IllegalArgumentException("length must be at most " + keys.size() + ", got "
                    + length);
        }
        keys.subList(length, keys.size()).clear();
        values.subList(length, values.size()).clear();
    }
}

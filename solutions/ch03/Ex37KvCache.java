/// Exercise 3.7: a KV cache.
///
/// **Why.** Behind a causal mask nothing of an old token depends on a new one, so its key and value
/// are computed once. Its query is needed once, by itself. No mask is needed: the cache holds the
/// past and nothing else.
///
/// **Complexity.** `append` is O(headDim), `attend` O(length · headDim); without a cache each token
/// would compute the keys and values of all before it again. Memory: 2 · room · headDim numbers.
///
/// **Common mistakes.** Softmax over all the room, in which a place without a token scores 0 and
/// gets a weight; a query that comes before its own token is appended; a cache of the newest token
/// only; a `truncate` that forgets the beginning.
public final class Ex37KvCache {
    private final float[][] keys;                                   // (room, headDim)
    private final float[][] values;                                 // (room, headDim)
    private int length;

    public Ex37KvCache(int room, int headDim) {
        keys = new float[room][headDim];
        values = new float[room][headDim];
    }

    public int length() {
        return length;
    }

    public void append(float[] key, float[] value) {
        int headDim = keys[0].length;
        if (key.length != headDim || value.length != headDim) {
            throw new IllegalArgumentException("key and value must be (headDim=%d), got %d and %d"
                    .formatted(headDim, key.length, value.length));
        }
        if (length == keys.length) {
            throw new IllegalArgumentException("the cache must have room for a token, got "
                    + length + " of " + keys.length);
        }
        keys[length] = key.clone();
        values[length] = value.clone();
        length++;
    }

    public float[] attend(float[] query) {
        double[] weights = new double[length];                      // (length)
        double largest = Double.NEGATIVE_INFINITY;
        for (int token = 0; token < length; token++) {
            for (int i = 0; i < query.length; i++) {
                weights[token] += query[i] * keys[token][i] / Math.sqrt(query.length);
            }
            largest = Math.max(largest, weights[token]);
        }
        double sum = 0;
        for (int token = 0; token < length; token++) {
            weights[token] = Math.exp(weights[token] - largest);
            sum += weights[token];
        }
        float[] context = new float[query.length];                  // (headDim)
        for (int token = 0; token < length; token++) {
            for (int i = 0; i < context.length; i++) {
                context[i] += (float) (weights[token] / sum * values[token][i]);
            }
        }
        return context;
    }

    public void truncate(int length) {
        if (length < 0 || length > this.length) {
            throw new IllegalArgumentException("length must be in [0, %d], got %d"
                    .formatted(this.length, length));
        }
        this.length = length;
    }
}

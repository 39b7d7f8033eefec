import llm.exercise.ExerciseNotDone;

/// Exercise 3.7 ★★: a KV cache. While a model writes, the keys and values of old tokens never
/// change, so they are kept, and a new token costs one query.
///
/// Write the cache of one head. It has room for a number of tokens from the start. `append` adds
/// the key and the value of the next token, and copies them: their arrays belong to the caller.
/// `attend` returns the context vector of a query over all tokens held, `softmax(q · Kᵀ / √headDim)
/// · V`; it changes nothing, and is called only when there is a token. `truncate` forgets the
/// newest tokens until `length` are left, as a program does that takes back what it has written;
/// their places are free again.
///
/// With a `headDim` of 4 and two tokens, keys `{0, 0, 0, 0}` and `{0.5493, 0.5493, 0.5493,
/// 0.5493}`, values `{10, 0, 0, 0}` and `{20, 4, 0, 0}`: the query `{1, 1, 1, 1}` has the scores 0
/// and 2.1972 / 2 = 1.0986 = ln 3, the weights ¼ and ¾, and the context vector `{17.5, 3, 0, 0}`.
///
/// Refuse each of these with an `IllegalArgumentException`, and leave the cache as it was: a key or
/// value that is not `headDim` long, a token for which there is no room, a `truncate` to less than
/// 0 or more than is held.
///
/// `softmax()` of the library may be used.
///
/// Section 3.10 of the notebook.
public final class Ex37KvCache {
    /// @param room    tokens that can be held, at least 1
    /// @param headDim width of keys, values and queries
    public Ex37KvCache(int room, int headDim) {
        throw new ExerciseNotDone("Exercise 3.7: write fields and the constructor");
    }

    /// Tokens held so far.
    public int length() {
        throw new ExerciseNotDone("Exercise 3.7: write length()");
    }

    /// @param key   `(headDim)`
    /// @param value `(headDim)`
    public void append(float[] key, float[] value) {
        throw new ExerciseNotDone("Exercise 3.7: write append(key, value)");
    }

    /// @param query `(headDim)`
    /// @return context vector, `(headDim)`
    public float[] attend(float[] query) {
        throw new ExerciseNotDone("Exercise 3.7: write attend(query)");
    }

    /// @param length tokens that are left, from 0 to [#length()]
    public void truncate(int length) {
        throw new ExerciseNotDone("Exercise 3.7: write truncate(length)");
    }
}

import java.util.ArrayList;
import java.util.List;

public final class Ex37KvCache {
    private final int room;
    private final int headDim;
    private final List<float[]> keys = new ArrayList<>();
    private final List<float[]> values = new ArrayList<>();
    private int length;

    public Ex37KvCache(int room, int headDim) {
        this.room = room;
        this.headDim = headDim;
    }

    public int length() {
        return length;
    }

    public void append(float[] key, float[] value) {
        if (key.length != headDim || value.length != headDim || length == room) {
            throw new IllegalArgumentException("a token must be %d wide and have room, got %d of %d"
                    .formatted(headDim, length, room));
        }
        keys.add(key.clone());
        values.add(value.clone());
        length++;
    }

    public float[] attend(float[] query) {
        double[] weights = new double[keys.size()];
        double sum = 0;
        for (int token = 0; token < keys.size(); token++) {
            double score = 0;
            for (int i = 0; i < headDim; i++) {
                score += query[i] * keys.get(token)[i];
            }
            weights[token] = Math.exp(score / Math.sqrt(headDim));
            sum += weights[token];
        }
        float[] context = new float[headDim];
        for (int token = 0; token < keys.size(); token++) {
            for (int i = 0; i < headDim; i++) {
                context[i] += (float) (weights[token] / sum * values.get(token)[i]);
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

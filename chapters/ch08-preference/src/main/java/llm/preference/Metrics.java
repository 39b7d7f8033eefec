package llm.preference;

import java.util.Map;
import java.util.TreeMap;
import llm.tensor.Autograd;

/// Means of what an objective sees in its batches, under the names that TRL uses, until somebody
/// takes them. What is seen in an evaluation, where no gradient is recorded, is kept apart under
/// names that begin with `eval_`.
public final class Metrics {
    private static final String EVALUATION = "eval_";

    private final Map<String, Mean> means = new TreeMap<>();

    private record Mean(double sum, long count) {

        Mean plus(Mean other) {
            return new Mean(sum + other.sum, count + other.count);
        }
    }

    /// Adds values, which count alike.
    public void add(String name, float... values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        add(name, sum, values.length);
    }

    /// Adds a sum of so many values; nothing where there are none.
    public void add(String name, double sum, long count) {
        if (count > 0) {
            means.merge(Autograd.recording() ? name : EVALUATION + name, new Mean(sum, count),
                    Mean::plus);
        }
    }

    /// Adds values of chosen and of rejected answers, under `prefix` and that word.
    void addPairs(String prefix, float[] chosen, float[] rejected) {
        add(prefix + "chosen", chosen);
        add(prefix + "rejected", rejected);
    }

    /// The means since they were last taken, by name.
    public Map<String, Double> take() {
        Map<String, Double> taken = new TreeMap<>();
        means.forEach((name, mean) -> taken.put(name, mean.sum / mean.count));
        means.clear();
        return taken;
    }

    /// `a − b` of each pair.
    static float[] difference(float[] a, float[] b) {
        float[] difference = new float[a.length];
        for (int i = 0; i < a.length; i++) {
            difference[i] = a[i] - b[i];
        }
        return difference;
    }

    /// 1 for each pair in which `a` is the larger one, else 0.
    static float[] larger(float[] a, float[] b) {
        float[] larger = new float[a.length];
        for (int i = 0; i < a.length; i++) {
            larger[i] = a[i] > b[i] ? 1 : 0;
        }
        return larger;
    }
}

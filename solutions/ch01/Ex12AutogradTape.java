import java.util.ArrayList;
import java.util.List;

/// Exercise 1.2: autograd on a tape.
///
/// **Why.** While it computes, each operation knows its slope by each operand: 1 for a sum, the
/// other factor for a product, `1 − tanh²` for a tanh. So an entry stores its operands and these
/// slopes, and backward needs to know nothing about operations. All who use an entry stand behind
/// it on the tape. Read from the end, each entry has therefore heard from all its users when its
/// turn comes: the tape is its own topological order, and no search is needed.
///
/// **Complexity.** O(entries) time and memory, forward and backward, however many paths lead from
/// a parameter to the result. That is why one backward pass suffices for millions of parameters.
///
/// **Common mistakes.** Writing `=` where `+=` is needed, which loses all but one use of an entry;
/// going through the tape from the front; keeping slopes of an earlier `backward`; taking the
/// slope of tanh at its input, `1 − x²`, and not at its output.
public final class Ex12AutogradTape {
    private final List<Entry> entries = new ArrayList<>();
    private double[] grads = {};                            // one for each entry, after backward

    /// @param operands numbers of the entries it was made of
    /// @param slopes   of this entry by each operand
    private record Entry(double data, int[] operands, double[] slopes) {}

    public Ex12AutogradTape() {}

    public int value(double data) {
        return append(data, new int[0], new double[0]);
    }

    public int add(int a, int b) {
        return append(data(a) + data(b), new int[] {a, b}, new double[] {1, 1});
    }

    public int mul(int a, int b) {
        return append(data(a) * data(b), new int[] {a, b}, new double[] {data(b), data(a)});
    }

    public int tanh(int a) {
        double s = Math.tanh(data(a));
        return append(s, new int[] {a}, new double[] {1 - s * s});
    }

    public double data(int entry) {
        return entries.get(known(entry)).data();
    }

    public void backward(int result) {
        grads = new double[entries.size()];
        grads[known(result)] = 1;
        for (int i = result; i >= 0; i--) {                 // users stand behind, so come first
            Entry entry = entries.get(i);
            for (int k = 0; k < entry.operands().length; k++) {
                grads[entry.operands()[k]] += grads[i] * entry.slopes()[k];
            }
        }
    }

    public double grad(int entry) {
        return known(entry) < grads.length ? grads[entry] : 0;
    }

    private int append(double data, int[] operands, double[] slopes) {
        entries.add(new Entry(data, operands, slopes));
        return entries.size() - 1;
    }

    private int known(int entry) {
        if (entry < 0 || entry >= entries.size()) {
            throw new IllegalArgumentException("an entry must be in [0, %d), got %d".formatted(
                    entries.size(), entry));
        }
        return entry;
    }
}

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

public final class Ex12AutogradTape {
    private final List<Entry> entries = new ArrayList<>();
    private double[] grads = {};

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
        grads = Arrays.copyOf(grads, entries.size());
        grads[known(result)] = 1;
        for (int i = result; i >= 0; i--) {
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

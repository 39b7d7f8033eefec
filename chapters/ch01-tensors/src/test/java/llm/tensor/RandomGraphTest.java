package llm.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random graphs of `(3, 4)` matrices, built twice: of tensors, and of arrays in double
/// precision whose central differences are the gradients. Tolerance 10⁻⁴.
@DisplayName("Gradients of random graphs")
class RandomGraphTest {
    private static final int ROWS = 3;
    private static final int COLUMNS = 4;
    private static final int STEPS = 14;

    @ParameterizedTest(name = "graphs of seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    @DisplayName("are those of the formula, with and without a scope")
    void agree(long seed) {
        RandomState random = new RandomState(seed);
        for (int graph = 0; graph < 10; graph++) {
            long shape = random.nextLong();
            Tensor a = random.uniform(-1, 1, ROWS, COLUMNS).keep();
            Tensor b = random.uniform(-1, 1, ROWS, COLUMNS).keep();
            GradientCheck.check(1e-4, in -> tensors(in, new RandomState(shape)),
                    in -> doubles(in, new RandomState(shape)), a, b);
            float[] free = a.grad().toArray();
            a.zeroGrad();
            b.zeroGrad();
            try (Scope _ = Scope.open()) {
                GradientCheck.check(1e-4, in -> tensors(in, new RandomState(shape)),
                        in -> doubles(in, new RandomState(shape)), a, b);
            }
            assertThat(a.grad().toArray()).isEqualTo(free);
        }
    }

    private static Tensor tensors(Tensor[] inputs, RandomGenerator random) {
        List<Tensor> values = new ArrayList<>(List.of(inputs));
        for (int step = 0; step < STEPS; step++) {
            int kind = random.nextInt(12);
            Tensor a = values.get(random.nextInt(values.size()));
            Tensor b = values.get(random.nextInt(values.size()));
            values.add(switch (kind) {
                case 0 -> a.add(b);
                case 1 -> a.sub(b);
                case 2 -> a.mul(b).tanh();
                case 3 -> a.div(b.square().add(1));
                case 4 -> a.mul(0.5).addInPlace(b);
                case 5 -> a.reshape(COLUMNS, ROWS).transpose(0, 1);
                case 6 -> Operations.concat(0, a.slice(0, 2, 3), b.slice(0, 0, 2));
                case 7 -> a.matmulTransposed(b).softmax().matmul(a);
                case 8 -> a.add(b.mean(1).reshape(ROWS, 1));
                case 9 -> Elementwise.swiglu(a, b).reshape(ROWS, COLUMNS);
                case 10 -> a.rows(IntTensor.of(new int[] {2, 0, 2}, ROWS)).mul(0.7);
                default -> b.neg().gelu().add(a.sum(0));
            });
        }
        return values.getLast().add(values.get(STEPS / 2)).tanh().add(inputs[0].mul(inputs[1]));
    }

    private static double[] doubles(double[][] inputs, RandomGenerator random) {
        List<double[]> values = new ArrayList<>(List.of(inputs));
        for (int step = 0; step < STEPS; step++) {
            int kind = random.nextInt(12);
            double[] a = values.get(random.nextInt(values.size()));
            double[] b = values.get(random.nextInt(values.size()));
            values.add(switch (kind) {
                case 0 -> each((i, _) -> a[i] + b[i]);
                case 1 -> each((i, _) -> a[i] - b[i]);
                case 2 -> each((i, _) -> Math.tanh(a[i] * b[i]));
                case 3 -> each((i, _) -> a[i] / (b[i] * b[i] + 1));
                case 4 -> each((i, _) -> 0.5 * a[i] + b[i]);
                case 5 -> each((row, column) -> a[column * ROWS + row], true);
                case 6 -> each((row, column) -> row == 0 ? a[2 * COLUMNS + column]
                        : b[(row - 1) * COLUMNS + column], true);
                case 7 -> attend(a, b);
                case 8 -> each((row, column) -> a[row * COLUMNS + column]
                        + Arrays.stream(b, row * COLUMNS, (row + 1) * COLUMNS).sum() / COLUMNS, true);
                case 9 -> each((i, _) -> a[i] / (1 + Math.exp(-a[i])) * b[i]);
                case 10 -> each((row, column) -> 0.7 * a[(row == 1 ? 0 : 2) * COLUMNS + column],
                        true);
                default -> each((row, column) -> gelu(-b[row * COLUMNS + column]) + a[column]
                        + a[COLUMNS + column] + a[2 * COLUMNS + column], true);
            });
        }
        double[] last = values.getLast();
        double[] middle = values.get(STEPS / 2);
        return each((i, _) -> Math.tanh(last[i] + middle[i]) + inputs[0][i] * inputs[1][i]);
    }

    /// A value from a flat index, or from row and column.
    private interface Entry {
        double at(int row, int column);
    }

    private static double[] each(Entry entry) {
        return each(entry, false);
    }

    private static double[] each(Entry entry, boolean byRow) {
        double[] y = new double[ROWS * COLUMNS];
        Arrays.setAll(y, i -> byRow ? entry.at(i / COLUMNS, i % COLUMNS) : entry.at(i, 0));
        return y;
    }

    /// `softmax(a bᵀ) a`
    private static double[] attend(double[] a, double[] b) {
        double[] y = new double[ROWS * COLUMNS];
        for (int row = 0; row < ROWS; row++) {
            double[] weights = new double[ROWS];
            for (int i = 0; i < y.length; i++) {
                weights[i / COLUMNS] += a[row * COLUMNS + i % COLUMNS] * b[i];
            }
            double sum = Arrays.stream(weights).map(Math::exp).sum();
            for (int i = 0; i < y.length; i++) {
                y[row * COLUMNS + i % COLUMNS] += Math.exp(weights[i / COLUMNS]) / sum * a[i];
            }
        }
        return y;
    }

    private static double gelu(double x) {
        return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
    }
}

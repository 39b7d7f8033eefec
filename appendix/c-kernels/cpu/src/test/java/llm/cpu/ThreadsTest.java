package llm.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import llm.tensor.Autograd;
import llm.tensor.Backends;
import llm.tensor.CrossEntropy;
import llm.tensor.Elementwise;
import llm.tensor.IntTensor;
import llm.tensor.Matmul;
import llm.tensor.Parameter;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.backend.Backend;
import llm.tensor.backend.DType;
import llm.tensor.backend.ElementwiseKernels;
import llm.tensor.backend.ElementwiseKernels.Operator;
import llm.tensor.op.CausalAttention;
import llm.tensor.op.CausalAttention.Cached;
import llm.tensor.op.CausalAttention.Rules;
import llm.tensor.op.DropoutOp;
import llm.tensor.op.LinearOp;
import llm.tensor.op.Normalization;
import llm.tensor.op.Rotary;
import llm.tensor.op.Rotary.Pairing;
import llm.tensor.optim.AdamConfig;
import llm.tensor.optim.AdamW;
import llm.tensor.optim.GradientClip;
import llm.tensor.optim.Muon;
import llm.tensor.optim.MuonConfig;
import llm.tensor.optim.Optimizer;
import llm.tensor.optim.ParameterGroup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Sizes are odd, so that pieces end within vectors, and large enough for sixteen threads.
@DisplayName("Any number of threads gives the same bits in")
class ThreadsTest {
    private static final int[] NUMBERS = {1, 2, 3, 4, 5, 7, 16};
    private static final int MANY = 150_007;
    private static final Map<Integer, Backend> DEVICES = new LinkedHashMap<>();
    private static Backend before = Backends.current();

    /// Something to compute, with all that depends on it.
    private record Work(String name, Function<RandomState, List<Tensor>> results) {
        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    static void start() {
        before = Backends.current();
        String wanted = System.getProperty("llm.threads");
        for (int threads : NUMBERS) {
            System.setProperty("llm.threads", String.valueOf(threads));
            DEVICES.put(threads, new CpuBackend());
        }
        if (wanted == null) {
            System.clearProperty("llm.threads");
        } else {
            System.setProperty("llm.threads", wanted);
        }
    }

    @AfterAll
    static void restore() {
        Backends.use(before);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"elementwise", "rows", "products", "attention", "updates"})
    @DisplayName("results and gradients:")
    void same(Work work) {
        int[][] one = bits(work, 1);
        for (int threads : DEVICES.keySet()) {
            assertThat(bits(work, threads)).as("%d threads", threads).isDeepEqualTo(one);
        }
    }

    private static int[][] bits(Work work, int threads) {
        Backends.use(DEVICES.get(threads));
        return work.results.apply(new RandomState(7)).stream().map(tensor -> {
            float[] values = tensor.toArray();
            return IntStream.range(0, values.length).map(i -> Float.floatToRawIntBits(values[i]))
                    .toArray();
        }).toArray(int[][]::new);
    }

    /// `y` and the gradients of its inputs.
    private static List<Tensor> gradients(RandomState random, Tensor y, Tensor... inputs) {
        List<Tensor> all = new ArrayList<>(List.of(y.detach()));
        y.backward(random.normal(1, y.shape().toArray()));
        Arrays.stream(inputs).map(Tensor::grad).forEach(all::add);
        return all;
    }

    private static Tensor input(RandomState random, double deviation, int... shape) {
        return random.normal(deviation, shape).requireGrad(true);
    }

    private static Work ofOne(String name, UnaryOperator<Tensor> function, int... shape) {
        return new Work(name, random -> {
            Tensor x = input(random, 20, shape);             // also where functions are flat
            return gradients(random, function.apply(x), x);
        });
    }

    private static Work ofTwo(String name, BinaryOperator<Tensor> function, int[] a, int[] b) {
        return new Work(name, random -> {
            Tensor x = input(random, 3, a);
            Tensor y = input(random, 3, b);
            return gradients(random, function.apply(x, y), x, y);
        });
    }

    static Stream<Work> elementwise() {
        int[] many = {MANY};
        Stream<Work> functions = Stream.of(ElementwiseKernels.Function.values())
                .map(f -> ofOne(f.toString(), x -> Elementwise.apply(f, x), many));
        Stream<Work> operators = Stream.of(Operator.values())
                .map(op -> ofTwo(op.toString(), (x, y) -> Elementwise.combine(op, x, y), many, many));
        Stream<Work> others = Stream.of(
                ofOne("scale", x -> Elementwise.scale(x, 0.3, 0.7), many),
                ofOne("dropout", x -> DropoutOp.dropout(x, 0.1, 5), many),
                ofTwo("swiglu", Elementwise::swiglu, many, many),
                ofTwo("broadcast", Tensor::add, new int[] {1_001, 301}, new int[] {301}),
                ofOne("transpose", x -> x.transpose(0, 1), 501, 603),
                ofOne("masked fill", x -> x.maskedFill(x.square().sub(1).relu(), -1), many));
        return Stream.of(functions, operators, others).flatMap(works -> works);
    }

    static Stream<Work> rows() {
        int[] table = {1_003, 301};
        return Stream.of(
                ofOne("softmax", Tensor::softmax, table),
                ofOne("log softmax", Tensor::logSoftmax, table),
                ofOne("sum of rows", x -> x.sum(1), table),
                ofOne("sum of columns", x -> x.sum(0), table),
                ofOne("sum of all", Tensor::sum, table),
                ofOne("mean of the middle", x -> x.mean(1), 17, 1_001, 19),
                ofOne("largest", x -> x.max(1), table),
                new Work("layer norm", random -> {
                    Tensor x = input(random, 3, table);
                    Tensor weight = input(random, 1, 301);
                    Tensor bias = input(random, 1, 301);
                    return gradients(random, Normalization.layerNorm(x, weight, bias, 1e-5), x,
                            weight, bias);
                }),
                ofTwo("RMS norm", (x, weight) -> Normalization.rmsNorm(x, weight, 1, 1e-6), table,
                        new int[] {301}),
                new Work("cross-entropy", random -> {
                    Tensor x = input(random, 3, table);
                    IntTensor targets = IntTensor.of(random.ints(1_003, 0, 301).toArray(), 1_003);
                    return gradients(random, CrossEntropy.mean(x, targets), x);
                }),
                new Work("cross-entropy of a head", random -> {
                    Tensor x = input(random, 1, 803, 48);
                    Tensor weight = input(random, 1, 1_013, 48);
                    IntTensor targets = IntTensor.of(random.ints(803, 0, 1_013).toArray(), 803);
                    return gradients(random, CrossEntropy.ofHead(x, weight, targets), x, weight);
                }),
                new Work("embedding", random -> {
                    Tensor rows = input(random, 1, 301, 101);
                    IntTensor ids = IntTensor.of(random.ints(3_001, 0, 301).toArray(), 3_001);
                    return gradients(random, rows.rows(ids), rows);
                }));
    }

    static Stream<Work> products() {
        List<Work> all = new ArrayList<>();
        for (int[] size : new int[][] {{203, 307, 401}, {1_001, 65, 33}, {33, 1_003, 257},
            {130, 129, 1_100}, {1, 2_051, 515}, {3, 1_001, 515}, {9, 601, 301}}) {
            int m = size[0];
            int n = size[1];
            int k = size[2];
            String name = " (%d × %d, %d)".formatted(m, n, k);
            all.add(ofTwo("matmul" + name, Tensor::matmul, new int[] {m, k}, new int[] {k, n}));
            all.add(ofTwo("matmul transposed" + name, Tensor::matmulTransposed,
                    new int[] {m, k}, new int[] {n, k}));
            all.add(linear("linear" + name, LinearOp::linear, m, n, k));
            all.add(linear("linear, GELU" + name, LinearOp::linearGelu, m, n, k));
            for (DType dtype : List.of(DType.BF16, DType.INT8)) {
                all.add(new Work(dtype + name, random -> {
                    Parameter weight = Parameter.of(random.normal(1, n, k)).to(dtype);
                    return Autograd.noGrad(() ->
                            List.of(LinearOp.linear(random.normal(1, m, k), weight, null)));
                }));
            }
        }
        all.add(ofTwo("batches", (x, y) -> Matmul.product(x, y, false), new int[] {37, 41, 53},
                new int[] {37, 53, 61}));
        return all.stream();
    }

    /// `y` of `x`, a weight and a bias.
    private interface Linear {
        Tensor of(Tensor x, Tensor weight, Tensor bias);
    }

    private static Work linear(String name, Linear linear, int m, int n, int k) {
        return new Work(name, random -> {
            Tensor x = input(random, 1, m, k);
            Tensor weight = input(random, 1, n, k);
            Tensor bias = input(random, 1, n);
            return gradients(random, linear.of(x, weight, bias), x, weight, bias);
        });
    }

    static Stream<Work> attention() {
        Stream<Work> training = Stream.of(Rules.PLAIN, Rules.withDropout(0.1, 3),
                new Rules(0.2, 37, 0, 0)).map(rules -> new Work("attention, " + rules, random -> {
                    Tensor q = input(random, 1, 3, 151, 6 * 24);
                    Tensor k = input(random, 1, 3, 151, 2 * 24);
                    Tensor v = input(random, 1, 3, 151, 2 * 24);
                    return gradients(random, CausalAttention.attend(q, k, v, 24, rules), q, k, v);
                }));
        Stream<Work> cached = IntStream.of(1, 2, 70).mapToObj(queries -> new Work(
                "attention to a cache, %d tokens".formatted(queries), random -> List.of(
                        CausalAttention.attendCached(random.normal(1, 2, queries, 6 * 24),
                                List.of(new Cached(random.normal(1, 2, 3, 1_100, 24),
                                        random.normal(1, 2, 3, 1_100, 24), 1_001)),
                                Rules.PLAIN))));
        Work rotation = new Work("rotation", random -> {
            Tensor x = input(random, 1, 3, 4, 301, 22);
            Tensor angles = random.normal(1, 301, 11);
            return gradients(random, Rotary.rotate(x, angles, angles, Pairing.HALVES, 2), x);
        });
        return Stream.of(training, cached, Stream.of(rotation)).flatMap(works -> works);
    }

    static Stream<Work> updates() {
        return Stream.of(
                update("AdamW", all -> new AdamW(all, 1e-2, AdamConfig.STANDARD)),
                update("AdamW, moments in BF16", all -> new AdamW(all, 1e-2,
                        AdamConfig.STANDARD.withMoments(DType.BF16))),
                update("Muon", all -> new Muon(all.stream().map(Muon.Matrices::of).toList(),
                        List.of(), 1e-2, MuonConfig.STANDARD, AdamConfig.STANDARD)));
    }

    private static Work update(String name, Function<List<ParameterGroup>, Optimizer> of) {
        return new Work(name, random -> {
            Parameter weight = Parameter.of(random.normal(1, 403, 301));
            Optimizer optimizer = of.apply(List.of(new ParameterGroup(Map.of("w", weight), 0.1)));
            List<Tensor> results = new ArrayList<>();
            for (int step = 0; step < 3; step++) {
                optimizer.zeroGrad();
                weight.mul(random.normal(1, 403, 301)).backward(random.normal(1, 403, 301));
                results.add(Tensor.scalar(GradientClip.byGlobalNorm(List.of(weight), 1)));
                optimizer.step();
                results.add(weight.mul(1));
            }
            return results;
        });
    }
}

package llm.cpu;

import java.util.ArrayList;
import java.util.Arrays;
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
import llm.tensor.Reduction;
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
import llm.tensor.optim.Sgd;

/// Something that a kernel computes, of any size, with all that depends on it. Together the cases
/// call every kernel of the device.
///
/// @param name    for people
/// @param results the result and the gradients
record KernelCase(String name, Function<RandomState, List<Tensor>> results) {

    /// The bits of all results on a device.
    int[][] bits(Backend device) {
        Backends.use(device);
        return results.apply(new RandomState(7)).stream().map(tensor -> {
            float[] values = tensor.toArray();
            return IntStream.range(0, values.length).map(i -> Float.floatToRawIntBits(values[i]))
                    .toArray();
        }).toArray(int[][]::new);
    }

    @Override
    public String toString() {
        return name;
    }

    private static List<Tensor> gradients(RandomState random, Tensor y, Tensor... inputs) {
        List<Tensor> all = new ArrayList<>(List.of(y.detach()));
        y.backward(random.normal(1, y.shape().toArray()));
        Arrays.stream(inputs).map(Tensor::grad).forEach(all::add);
        return all;
    }

    private static Tensor input(RandomState random, double deviation, int... shape) {
        return random.normal(deviation, shape).requireGrad(true);
    }

    private static KernelCase ofOne(String name, UnaryOperator<Tensor> function, int... shape) {
        return new KernelCase(name + " " + Arrays.toString(shape), random -> {
            Tensor x = input(random, 20, shape);             // also where functions are flat
            return gradients(random, function.apply(x), x);
        });
    }

    private static KernelCase ofTwo(String name, BinaryOperator<Tensor> function, int[] a,
                                    int[] b) {
        String sizes = " " + Arrays.toString(a) + " " + Arrays.toString(b);
        return new KernelCase(name + sizes, random -> {
            Tensor x = input(random, 3, a);
            Tensor y = input(random, 3, b);
            return gradients(random, function.apply(x, y), x, y);
        });
    }

    /// Kernels that treat every value alike, on `n` of them.
    static Stream<KernelCase> elementwise(int n) {
        int[] all = {n};
        Stream<KernelCase> functions = Stream.of(ElementwiseKernels.Function.values())
                .map(f -> ofOne(f.toString(), x -> Elementwise.apply(f, x), all));
        Stream<KernelCase> operators = Stream.of(Operator.values())
                .map(op -> ofTwo(op.toString(), (x, y) -> Elementwise.combine(op, x, y), all, all));
        Stream<KernelCase> others = Stream.of(
                ofOne("scale", x -> Elementwise.scale(x, 0.3, 0.7), all),
                ofOne("dropout", x -> DropoutOp.dropout(x, 0.1, 5), all),
                ofTwo("swiglu", Elementwise::swiglu, all, all),
                ofOne("masked fill", x -> x.maskedFill(x.square().sub(1).relu(), -1), all));
        return Stream.of(functions, operators, others).flatMap(cases -> cases);
    }

    /// Kernels on the rows of a table.
    static Stream<KernelCase> rows(int rows, int columns) {
        int[] table = {rows, columns};
        int[] row = {columns};
        return Stream.of(
                ofOne("softmax", Tensor::softmax, table),
                ofOne("log softmax", Tensor::logSoftmax, table),
                ofOne("sum of rows", x -> x.sum(1), table),
                ofOne("sum of columns", x -> x.sum(0), table),
                ofOne("sum of all", Tensor::sum, table),
                ofOne("mean of the middle", x -> x.mean(1), 3, rows, columns),
                ofOne("largest", x -> x.max(1), table),
                ofOne("transpose", x -> x.transpose(0, 1), table),
                ofTwo("broadcast", Tensor::add, table, row),
                ofTwo("RMS norm", (x, weight) -> Normalization.rmsNorm(x, weight, 1, 1e-6), table,
                        row),
                new KernelCase("layer norm " + Arrays.toString(table), random -> {
                    Tensor x = input(random, 3, table);
                    Tensor weight = input(random, 1, row);
                    Tensor bias = input(random, 1, row);
                    return gradients(random, Normalization.layerNorm(x, weight, bias, 1e-5), x,
                            weight, bias);
                }),
                new KernelCase("cross-entropy " + Arrays.toString(table), random -> {
                    Tensor x = input(random, 3, table);
                    return gradients(random, CrossEntropy.mean(x, ids(random, rows, columns)), x);
                }),
                new KernelCase("embedding " + Arrays.toString(table), random -> {
                    Tensor vectors = input(random, 1, table);
                    return gradients(random, vectors.rows(ids(random, 3 * rows, rows)), vectors);
                }),
                new KernelCase("one of each row " + Arrays.toString(table), random -> {
                    Tensor x = input(random, 1, table);
                    return gradients(random, x.gather(ids(random, rows, columns)), x);
                }),
                new KernelCase("the largest of each row " + Arrays.toString(table), random ->
                        List.of(Reduction.topK(random.normal(1, table), Math.min(3, columns))
                                .values())));
    }

    private static IntTensor ids(RandomState random, int count, int bound) {
        return IntTensor.of(random.ints(count, 0, bound).toArray(), count);
    }

    /// Products of `(m, k)` and `(k, n)`.
    static Stream<KernelCase> products(int m, int n, int k) {
        String size = " (%d × %d, %d)".formatted(m, n, k);
        Stream<KernelCase> trained = Stream.of(
                ofTwo("matmul", Tensor::matmul, new int[] {m, k}, new int[] {k, n}),
                ofTwo("matmul transposed", Tensor::matmulTransposed, new int[] {m, k},
                        new int[] {n, k}),
                ofTwo("batches", (x, y) -> Matmul.product(x, y, false), new int[] {2, m, k},
                        new int[] {2, k, n}),
                linear("linear" + size, LinearOp::linear, m, n, k),
                linear("linear, GELU" + size, LinearOp::linearGelu, m, n, k),
                new KernelCase("cross-entropy of a head" + size, random -> {
                    Tensor x = input(random, 1, m, k);
                    Tensor weight = input(random, 1, n, k);
                    return gradients(random, CrossEntropy.ofHead(x, weight, ids(random, m, n)), x,
                            weight);
                }));
        Stream<KernelCase> packed = Stream.of(DType.BF16, DType.INT8).map(dtype ->
                new KernelCase(dtype + size, random -> {
                    Parameter weight = Parameter.of(random.normal(1, n, k)).to(dtype);
                    return Autograd.noGrad(() -> List.of(
                            LinearOp.linear(random.normal(1, m, k), weight, null),
                            weight.rows(ids(random, m, n)), weight.to(DType.F32)));
                }));
        return Stream.concat(trained, packed);
    }

    /// `y` of `x`, a weight and a bias.
    private interface Linear {
        Tensor of(Tensor x, Tensor weight, Tensor bias);
    }

    private static KernelCase linear(String name, Linear linear, int m, int n, int k) {
        return new KernelCase(name, random -> {
            Tensor x = input(random, 1, m, k);
            Tensor weight = input(random, 1, n, k);
            Tensor bias = input(random, 1, n);
            return gradients(random, linear.of(x, weight, bias), x, weight, bias);
        });
    }

    /// Attention among `tokens`, or of the last of them to all, with six heads to two.
    static Stream<KernelCase> attention(int tokens, int headDim) {
        String size = " (%d tokens of %d)".formatted(tokens, headDim);
        Stream<KernelCase> training = Stream.of(Rules.PLAIN, Rules.withDropout(0.1, 3),
                new Rules(0.2, 37, 0, 0)).map(rules -> new KernelCase(rules + size, random -> {
                    Tensor q = input(random, 1, 2, tokens, 6 * headDim);
                    Tensor k = input(random, 1, 2, tokens, 2 * headDim);
                    Tensor v = input(random, 1, 2, tokens, 2 * headDim);
                    return gradients(random, CausalAttention.attend(q, k, v, headDim, rules), q, k,
                            v);
                }));
        Stream<KernelCase> cached = IntStream.of(1, 2, 70).filter(queries -> queries <= tokens)
                .mapToObj(queries -> new KernelCase("%d queries%s".formatted(queries, size),
                        random -> List.of(CausalAttention.attendCached(
                                random.normal(1, 2, queries, 6 * headDim),
                                List.of(new Cached(random.normal(1, 2, 2, tokens, headDim),
                                        random.normal(1, 2, 2, tokens, headDim), tokens)),
                                Rules.PLAIN))));
        Stream<KernelCase> rotation = Stream.of(Pairing.values()).map(pairing ->
                new KernelCase(pairing + size, random -> {
                    Tensor x = input(random, 1, 2, 3, tokens, 2 * headDim);
                    Tensor angles = random.normal(1, tokens, headDim);
                    return gradients(random, Rotary.rotate(x, angles, angles, pairing, 2), x);
                }));
        return Stream.of(training, cached, rotation).flatMap(cases -> cases);
    }

    /// What optimizers do to a matrix.
    static Stream<KernelCase> updates(int rows, int columns) {
        return Stream.of(
                update("AdamW", rows, columns,
                        all -> new AdamW(all, 1e-2, AdamConfig.STANDARD)),
                update("AdamW, moments in BF16", rows, columns,
                        all -> new AdamW(all, 1e-2, AdamConfig.STANDARD.withMoments(DType.BF16))),
                update("SGD with momentum", rows, columns, all -> new Sgd(all, 1e-2, 0.9)),
                update("Muon", rows, columns,
                        all -> new Muon(all.stream().map(Muon.Matrices::of).toList(), List.of(),
                                1e-2, MuonConfig.STANDARD, AdamConfig.STANDARD)));
    }

    private static KernelCase update(String name, int rows, int columns,
                                     Function<List<ParameterGroup>, Optimizer> of) {
        return new KernelCase("%s (%d × %d)".formatted(name, rows, columns), random -> {
            Parameter weight = Parameter.of(random.normal(1, rows, columns));
            Optimizer optimizer = of.apply(List.of(new ParameterGroup(Map.of("w", weight), 0.1)));
            List<Tensor> results = new ArrayList<>();
            for (int step = 0; step < 3; step++) {
                optimizer.zeroGrad();
                weight.mul(random.normal(1, rows, columns))
                        .backward(random.normal(1, rows, columns));
                results.add(Tensor.scalar(GradientClip.byGlobalNorm(List.of(weight), 1)));
                optimizer.step();
                results.add(weight.mul(1));
            }
            return results;
        });
    }
}

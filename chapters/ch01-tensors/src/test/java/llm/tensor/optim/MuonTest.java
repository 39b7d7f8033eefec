package llm.tensor.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import llm.tensor.Operations;
import llm.tensor.Parameter;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.file.Safetensors;
import llm.tensor.optim.Muon.Matrices;
import llm.tensor.optim.MuonConfig.StepSize;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/// Against steps computed in double precision (weights to 10⁻⁵, orthogonalised matrices to 10⁻⁴),
/// and against ND4J's singular values.
@DisplayName("Muon")
class MuonTest {
    private static final String FOLDER = "/fixtures/";
    private static final double RATE = 0.02;

    @TempDir
    private Path folder = Path.of("");

    static Stream<JsonNode> cases() throws IOException {
        try (InputStream in = MuonTest.class.getResourceAsStream(FOLDER + "muon.json")) {
            return new ObjectMapper().readTree(in).get("cases").valueStream();
        }
    }

    private Safetensors fixture() throws IOException {
        Path file = folder.resolve("muon.safetensors");
        try (InputStream in = MuonTest.class.getResourceAsStream(FOLDER + "muon.safetensors")) {
            Files.copy(in, file);
        }
        return Safetensors.open(file);
    }

    @ParameterizedTest(name = "case {0}")
    @MethodSource("cases")
    @DisplayName("takes the steps of the reference")
    void steps(JsonNode c) throws IOException {
        try (Safetensors data = fixture()) {
            String name = c.get("index").asText() + ".";
            Parameter p = Parameter.of(data.tensor(name + "weight"));
            MuonConfig settings = new MuonConfig(c.get("momentum").asDouble(),
                    c.get("nesterov").asBoolean(),
                    c.get("adjust").asText().equals("original") ? StepSize.ORIGINAL
                            : StepSize.MATCH_RMS_ADAMW, Orthogonalizer.JORDAN);
            Muon muon = new Muon(List.of(Matrices.of(new ParameterGroup(Map.of("p", p),
                    c.get("weight_decay").asDouble()))), List.of(),
                    c.get("learning_rate").asDouble(), settings, AdamConfig.LANGUAGE_MODEL);
            for (int step = 0; step < 3; step++) {
                step(muon, p, data.tensor(name + "grad." + step));
                assertThat(p.toArray()).as("step %d", step).containsExactly(
                        data.tensor(name + "after." + step).toArray(), within(1e-5f));
            }
        }
    }

    private static void step(Optimizer optimizer, Parameter p, Tensor gradient) {
        optimizer.zeroGrad();
        p.mul(gradient).sum().backward();
        optimizer.step();
    }

    @Test
    @DisplayName("orthogonalises as the reference does, by both sets of polynomials")
    void orthogonalises() throws IOException {
        try (Safetensors data = fixture()) {
            for (int i = 0; i < 3; i++) {
                String name = "orthogonalize." + i + ".";
                Tensor x = data.tensor(name + "x");
                assertThat(orthogonalized(Orthogonalizer.JORDAN, x).toArray()).containsExactly(
                        data.tensor(name + "jordan").toArray(), within(1e-4f));
                assertThat(orthogonalized(Orthogonalizer.POLAR_EXPRESS, x).toArray())
                        .containsExactly(data.tensor(name + "polar_express").toArray(),
                                within(1e-4f));
            }
        }
    }

    private static Tensor orthogonalized(Orthogonalizer by, Tensor x) {
        return by.of(x.reshape(1, x.size(0), x.size(1))).reshape(x.size(0), x.size(1));
    }

    static Stream<Orthogonalizer> orthogonalizers() {
        return Stream.of(Orthogonalizer.JORDAN, Orthogonalizer.POLAR_EXPRESS);
    }

    @ParameterizedTest
    @MethodSource("orthogonalizers")
    @DisplayName("brings singular values that differ by a factor of 100 into [0.3, 1.35]")
    void singularValues(Orthogonalizer orthogonalizer) {
        int[][] shapes = {{24, 24}, {16, 64}, {64, 16}, {192, 512}};
        for (int[] shape : shapes) {
            for (double condition : new double[] {1, 10, 100}) {
                Tensor x = withCondition(condition, shape[0], shape[1]);
                assertThat(condition(singularValues(array(x))))
                        .isCloseTo(condition, withinPercentage(1));
                INDArray after = singularValues(array(orthogonalized(orthogonalizer, x)));
                assertThat(List.of(after.minNumber().doubleValue(),
                        after.maxNumber().doubleValue()))
                        .as("%s, condition %s", x.shape(), condition)
                        .allSatisfy(s -> assertThat(s).isBetween(0.3, 1.35));
            }
        }
    }

    /// A matrix with random singular vectors and singular values from 1 down to `1 / condition`,
    /// each the same part of the one before.
    private static Tensor withCondition(double condition, int rows, int columns) {
        int n = Math.min(rows, columns);
        INDArray left = orthonormalColumns(rows, n, 1);
        INDArray right = orthonormalColumns(columns, n, 2);
        INDArray values = Nd4j.create(1, n);
        for (int i = 0; i < n; i++) {
            values.putScalar(0, i, Math.pow(condition, -(double) i / (n - 1)));
        }
        return Tensor.of(left.mulRowVector(values).mmul(right.transpose()).dup('c'));
    }

    private static INDArray orthonormalColumns(int rows, int columns, long seed) {
        INDArray random = array(new RandomState(seed).normal(1, rows, columns));
        INDArray values = Nd4j.create(columns);
        INDArray vectors = Nd4j.create(new int[] {rows, rows}, 'f');
        Nd4j.getBlasWrapper().lapack().gesvd(random.dup('f'), values, vectors,
                Nd4j.create(new int[] {columns, columns}, 'f'));
        return vectors.get(NDArrayIndex.all(),
                NDArrayIndex.interval(0, columns));
    }

    private static INDArray array(Tensor x) {
        return Nd4j.create(x.toArray(), new long[] {x.size(0), x.size(1)}, 'c');
    }

    private static INDArray singularValues(INDArray x) {
        int rows = (int) x.size(0);
        int columns = (int) x.size(1);
        INDArray values = Nd4j.create(Math.min(rows, columns));
        Nd4j.getBlasWrapper().lapack().gesvd(x.dup('f'), values,
                Nd4j.create(new int[] {rows, rows}, 'f'),
                Nd4j.create(new int[] {columns, columns}, 'f'));
        return values;
    }

    private static double condition(INDArray singularValues) {
        return singularValues.maxNumber().doubleValue() / singularValues.minNumber().doubleValue();
    }

    /// Both ways of cutting: four matrices as one parameter go as each by itself would.
    @Test
    @DisplayName("moves each of several matrices in one parameter by itself")
    void heads() {
        Tensor[] parts = new Tensor[4];
        Tensor[] gradients = new Tensor[4];
        Tensor[] moved = new Tensor[4];
        for (int i = 0; i < 4; i++) {
            parts[i] = new RandomState(i).normal(1, 3, 5);
            gradients[i] = new RandomState(10 + i).normal(1 + i, 3, 5);
            Parameter alone = Parameter.of(Tensor.of(parts[i].toArray(), 3, 5));
            step(muon(alone, 1, 1), alone, gradients[i]);
            moved[i] = alone.detach();
        }
        Parameter all = Parameter.of(square(parts));
        step(muon(all, 2, 2), all, square(gradients));
        assertThat(all.toArray()).containsExactly(square(moved).toArray(), within(1e-5f));
    }

    private static Muon muon(Parameter p, int above, int beside) {
        return new Muon(List.of(new Matrices(new ParameterGroup(Map.of("p", p), 0.1), above,
                beside)), List.of(), RATE, MuonConfig.STANDARD, AdamConfig.LANGUAGE_MODEL);
    }

    private static Tensor square(Tensor... parts) {
        return Operations.concat(0, Operations.concat(1, parts[0], parts[1]),
                Operations.concat(1, parts[2], parts[3]));
    }

    @Test
    @DisplayName("leaves what is no matrix to AdamW, at its own rate")
    void others() {
        Parameter matrix = Parameter.of(new RandomState(1).normal(1, 5, 7));
        Parameter vector = Parameter.of(new RandomState(2).normal(1, 7));
        Parameter twin = Parameter.of(Tensor.of(vector.toArray(), 7));
        Muon muon = muon(matrix, vector);
        AdamW adam = new AdamW(List.of(new ParameterGroup(Map.of("v", twin), 0.1)), RATE / 4,
                AdamConfig.LANGUAGE_MODEL);
        for (int i = 0; i < 5; i++) {
            Tensor gradient = new RandomState(i).normal(1, 7);
            matrix.sum().backward();
            step(muon, vector, gradient);
            step(adam, twin, gradient);
        }
        assertThat(vector.toArray()).isEqualTo(twin.toArray());
        assertThat(muon.steps()).isEqualTo(5);
        Parameter other = Parameter.of(Tensor.zeros(3));
        assertThatThrownBy(() -> Matrices.of(new ParameterGroup(Map.of("v", other), 0)))
                .hasMessage("Muon must have matrices that can be cut into 1 × 1, got v [3]");
        assertThatThrownBy(() -> new Matrices(new ParameterGroup(Map.of("m", matrix), 0), 2, 1))
                .hasMessage("Muon must have matrices that can be cut into 2 × 1, got m [5, 7]");
    }

    private static Muon muon(Parameter matrix, Parameter vector) {
        return new Muon(List.of(Matrices.of(new ParameterGroup(Map.of("m", matrix), 0.1))),
                List.of(new ParameterGroup(Map.of("v", vector), 0.1, 0.25)), RATE,
                MuonConfig.STANDARD, AdamConfig.LANGUAGE_MODEL);
    }

    @Test
    @DisplayName("goes on from a stored state as if nothing had happened")
    void restore() {
        Parameter matrix = Parameter.of(new RandomState(1).normal(1, 5, 7));
        Parameter vector = Parameter.of(new RandomState(2).normal(1, 7));
        Muon first = muon(matrix, vector);
        train(first, matrix, vector, 0);
        Parameter matrixAgain = Parameter.of(Tensor.of(matrix.toArray(), 5, 7));
        Parameter vectorAgain = Parameter.of(Tensor.of(vector.toArray(), 7));
        Map<String, Tensor> state = new LinkedHashMap<>();
        first.state().forEach((name, value) ->
                state.put(name, Tensor.of(value.toArray(), value.shape().toArray())));
        assertThat(state.keySet()).containsExactlyInAnyOrder("momentum.m", "mean.v", "square.v");
        train(first, matrix, vector, 3);
        Muon second = muon(matrixAgain, vectorAgain);
        second.restore(3, state);
        train(second, matrixAgain, vectorAgain, 3);
        assertThat(matrixAgain.toArray()).isEqualTo(matrix.toArray());
        assertThat(vectorAgain.toArray()).isEqualTo(vector.toArray());
    }

    private static void train(Muon muon, Parameter matrix, Parameter vector, long seed) {
        for (int i = 0; i < 3; i++) {
            muon.zeroGrad();
            RandomState random = new RandomState(seed + i);
            matrix.mul(random.normal(1, 5, 7)).sum().add(vector.mul(random.normal(1, 7)).sum())
                    .backward();
            muon.step();
        }
    }
}

package llm.bench.jmh;

import java.util.concurrent.TimeUnit;
import llm.tensor.Autograd;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.op.CausalAttention;
import llm.tensor.op.CausalAttention.Rules;
import llm.tensor.op.Normalization;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.custom.SoftMax;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.api.ops.impl.transforms.strict.GELU;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The kernels of a GPT-2 layer at the sizes of GPT-2 124M with a batch of 4 × 256, each beside
/// ND4J's operation on the same memory.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class KernelBenchmark {
    private static final int ROWS = 1_024;
    private static final int EMB_DIM = 768;
    private static final int FF_DIM = 3_072;
    private static final int VOCABULARY = 50_257;

    private Tensor narrow;                                   // (1024, 768)
    private Tensor wide;                                     // (1024, 3072)
    private Tensor logits;                                   // (1024, 50257)
    private Tensor weight;                                   // (768, 3072)
    private Tensor gain;                                     // (768)
    private Tensor heads;                                    // (4, 256, 768)
    private INDArray wideArray;
    private INDArray logitsArray;
    private INDArray narrowArray;
    private INDArray weightArray;
    private INDArray product;

    @Setup
    public void setUp() {
        RandomState random = new RandomState(1);
        narrow = random.normal(1, ROWS, EMB_DIM);
        wide = random.normal(1, ROWS, FF_DIM);
        logits = random.normal(1, ROWS, VOCABULARY);
        weight = random.normal(1, EMB_DIM, FF_DIM);
        gain = Tensor.ones(EMB_DIM);
        heads = random.normal(1, 4, ROWS / 4, EMB_DIM);
        wideArray = wide.nd();
        logitsArray = logits.nd();
        narrowArray = narrow.nd();
        weightArray = weight.nd();
        product = Nd4j.create(ROWS, FF_DIM);
    }

    @Benchmark
    public void gelu() {
        run(() -> wide.gelu());
    }

    @Benchmark
    public INDArray geluNd4j() {
        return Nd4j.getExecutioner().exec(new GELU(wideArray, Nd4j.createUninitialized(ROWS, FF_DIM)));
    }

    @Benchmark
    public void softmaxOverVocabulary() {
        run(() -> logits.softmax());
    }

    @Benchmark
    public INDArray softmaxOverVocabularyNd4j() {
        return Nd4j.exec(new SoftMax(logitsArray, Nd4j.create(ROWS, VOCABULARY), -1))[0];
    }

    @Benchmark
    public void layerNorm() {
        run(() -> Normalization.layerNorm(narrow, gain, gain, 1e-5));
    }

    @Benchmark
    public void matmul() {
        run(() -> narrow.matmul(weight));
    }

    @Benchmark
    public INDArray matmulNd4j() {
        return narrowArray.mmuli(weightArray, product);
    }

    @Benchmark
    public void causalAttention() {
        run(() -> CausalAttention.attend(heads, heads, heads, 64, Rules.PLAIN));
    }

    private static void run(java.util.function.Supplier<Tensor> operation) {
        try (llm.tensor.Scope _ = llm.tensor.Scope.open()) {
            Autograd.noGrad(operation);
        }
    }
}

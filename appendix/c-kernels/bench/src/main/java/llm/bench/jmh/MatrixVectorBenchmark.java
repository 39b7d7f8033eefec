package llm.bench.jmh;

import java.util.concurrent.TimeUnit;
import llm.tensor.Autograd;
import llm.tensor.Parameter;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.backend.DType;
import llm.tensor.op.LinearOp;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The head of GPT-2 124M for one token: 38.6 million weights, read once.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class MatrixVectorBenchmark {
    private static final int EMB_DIM = 768;
    private static final int VOCABULARY = 50_257;

    @Param
    private DType dtype;

    private Tensor x;                                        // (1, 768)
    private Parameter head;                                  // (50257, 768)

    @Setup
    public void setUp() {
        RandomState random = new RandomState(1);
        x = random.normal(1, 1, EMB_DIM);
        head = Parameter.adopt(random.normal(0.02, VOCABULARY, EMB_DIM)).to(dtype);
    }

    @Benchmark
    public void logits() {
        try (llm.tensor.Scope _ = llm.tensor.Scope.open()) {
            Autograd.noGrad(() -> LinearOp.linear(x, head, null));
        }
    }
}

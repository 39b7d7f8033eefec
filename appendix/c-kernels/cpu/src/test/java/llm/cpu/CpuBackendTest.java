package llm.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import llm.tensor.Backends;
import llm.tensor.CrossEntropy;
import llm.tensor.IntTensor;
import llm.tensor.Parameter;
import llm.tensor.RandomState;
import llm.tensor.Scope;
import llm.tensor.Tensor;
import llm.tensor.layer.LayerNorm;
import llm.tensor.layer.Linear;
import llm.tensor.op.CausalAttention;
import llm.tensor.op.CausalAttention.Rules;
import llm.tensor.op.DropoutOp;
import llm.tensor.optim.AdamConfig;
import llm.tensor.optim.AdamW;
import llm.tensor.optim.ParameterGroup;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The CPU backend")
class CpuBackendTest {

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"0", "-1", "many", "1025", "99999999999"})
    @DisplayName("refuses a number of threads beyond sense, by the property's name")
    void threads(String wanted) {
        String before = System.getProperty("llm.threads");
        System.setProperty("llm.threads", wanted);
        try {
            assertThatThrownBy(CpuBackend::new).isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the system property llm.threads must be from 1 to 1024, got "
                            + wanted);
        } finally {
            if (before == null) {
                System.clearProperty("llm.threads");
            } else {
                System.setProperty("llm.threads", before);
            }
        }
    }

    @Test
    @DisplayName("repeats a training run bit for bit")
    void repeats() {
        float[] first = train();
        assertThat(train()).isEqualTo(first);
        assertThat(train()).isEqualTo(first);
    }

    /// Five steps with attention, norm, dropout and a head, large enough for several threads.
    private static float[] train() {
        RandomState random = new RandomState(21);
        Linear qkv = new Linear(48, 3 * 48, true, random);
        LayerNorm norm = new LayerNorm(48, 1e-5);
        Parameter head = Parameter.of(random.normal(0.1, 101, 48));
        AdamW optimizer = new AdamW(List.of(new ParameterGroup(qkv.namedParameters(), 0.1)), 1e-2,
                AdamConfig.STANDARD);
        int[] targets = random.ints(4 * 100, 0, 101).toArray();
        for (int step = 0; step < 5; step++) {
            try (Scope _ = Scope.open()) {
                optimizer.zeroGrad();
                Tensor x = norm.forward(random.normal(1, 4, 100, 48));
                Tensor all = qkv.forwardGelu(x);
                Tensor y = CausalAttention.attend(all.slice(2, 0, 48), all.slice(2, 48, 96),
                        all.slice(2, 96, 144), 16, Rules.withDropout(0.1, random.nextLong()));
                CrossEntropy.ofHead(DropoutOp.dropout(y, 0.1, random.nextLong()), head,
                        IntTensor.of(targets, 4, 100)).backward();
                optimizer.step();
            }
        }
        return qkv.weight().toArray();
    }

    @Test
    @DisplayName("is found by its name, and named in the error for another")
    void named() {
        assertThat(Backends.named("cpu").name()).isEqualTo("cpu");
        assertThat(Backends.current().description()).matches(
                "\\d+ threads, \\d+-bit vectors, "
                        + "products by (machine code|OpenBLAS \\(.+\\)|Java)");
        assertThatThrownBy(() -> Backends.named("tpu"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("device must be one of cpu, plain, cuda, cuda:1, …, auto, got "
                        + "tpu");
    }
}

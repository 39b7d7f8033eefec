package llm.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import llm.tensor.op.CausalAttention;
import llm.tensor.op.CausalAttention.Rules;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Attention on the CPU")
class CpuAttentionTest {

    @Test
    @DisplayName("gives several callers at once what it gives each alone")
    void concurrentCallers() throws Exception {
        Tensor[] inputs = new Tensor[4];
        float[][] alone = new float[4][];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = new RandomState(i).normal(1, 2, 4, 100, 16);
            alone[i] = attend(inputs[i]);
        }
        try (ExecutorService callers = Executors.newFixedThreadPool(4)) {
            List<Future<List<float[]>>> all = new ArrayList<>();
            for (Tensor input : inputs) {
                all.add(callers.submit(() -> {
                    List<float[]> results = new ArrayList<>();
                    for (int repeat = 0; repeat < 30; repeat++) {
                        results.add(attend(input));
                    }
                    return results;
                }));
            }
            for (int i = 0; i < inputs.length; i++) {
                assertThat(all.get(i).get()).containsOnly(alone[i]);
            }
        }
    }

    private static float[] attend(Tensor x) {
        return CausalAttention.attend(x, x, x, Rules.PLAIN).toArray();
    }
}

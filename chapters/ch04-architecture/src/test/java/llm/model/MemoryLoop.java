package llm.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import llm.tensor.IntTensor;
import llm.tensor.RandomState;
import llm.tensor.Scope;
import llm.tensor.optim.AdamConfig;
import llm.tensor.optim.AdamW;
import llm.tensor.optim.ParameterGroup;

/// A training loop in a JVM of its own, which prints its resident memory in KiB after step 200 and
/// after step 2,000.
final class MemoryLoop {
    private static final int VOCABULARY = 256;
    private static final int BATCH = 4;

    private MemoryLoop() {
    }

    /// @param args how many different batch shapes there are
    public static void main(String[] args) throws IOException {
        int shapes = Integer.parseInt(args[0]);
        DecoderModel model = new DecoderModel(GptConfig.of(VOCABULARY, 64, 64, 4, 2), 1);
        AdamW optimizer = new AdamW(ParameterGroup.decayMatrices(model.namedParameters(), 0.1),
                1e-3, AdamConfig.STANDARD);
        RandomState random = new RandomState(1);
        for (int step = 1; step <= 2_000; step++) {
            int tokens = 16 + 2 * (step % shapes);
            IntTensor ids = IntTensor.of(random.ints((long) BATCH * tokens, 0, VOCABULARY)
                    .toArray(), BATCH, tokens);
            try (Scope _ = Scope.open()) {
                optimizer.zeroGrad();
                model.loss(ids, ids).backward();
                optimizer.step();
            }
            if (step == 200 || step == 2_000) {
                System.out.println(residentKiB());
            }
        }
    }

    private static long residentKiB() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst()
                .orElseThrow();
    }
}

package llm.model;

import java.util.Arrays;
import llm.model.GptConfig.DropoutRates;
import llm.tensor.Backends;
import llm.tensor.IntTensor;
import llm.tensor.Scope;

/// Prints the bytes that a forward pass keeps for backward, and how many it is said to keep.
final class ForwardMemory {

    private static final int SETTLING_MILLIS = 300;

    private ForwardMemory() {
    }

    /// @param args vocabSize, embDim, heads, layers, batch, tokens, percent of dropout, 1 to
    ///             recompute blocks
    public static void main(String[] args) throws InterruptedException {
        int[] n = Arrays.stream(args).mapToInt(Integer::parseInt).toArray();
        GptConfig config = GptConfig.of(n[0], n[5], n[1], n[2], n[3])
                .withDropout(DropoutRates.all(n[6] / 100.0));
        DecoderModel model = new DecoderModel(config, 1);
        model.recomputeActivations(n[7] == 1);
        System.gc();                                         // what making the weights left behind
        Thread.sleep(SETTLING_MILLIS);                       // is given back by another thread
        IntTensor ids = IntTensor.of(new int[n[4] * n[5]], n[4], n[5]);
        try (Scope _ = Scope.open()) {
            long before = Backends.current().memory().bytesInUse();
            model.loss(ids, ids);
            System.out.println(Backends.current().memory().bytesInUse() - before);
        }
        System.out.println(n[7] == 1 ? ModelSize.recomputedActivationBytes(config, n[4], n[5])
                : ModelSize.activationBytes(config, n[4], n[5]));
    }
}

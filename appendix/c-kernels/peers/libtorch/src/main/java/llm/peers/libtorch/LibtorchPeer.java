package llm.peers.libtorch;

import java.io.IOException;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// Trains with libtorch: same model, sizes, loss, clipping and AdamW as ours and `train.py`.
///
/// Its AdamW has no fused form: it updates one parameter after the other, in several passes.
final class LibtorchPeer {
    private static final double LEARNING_RATE = 1e-4;
    private static final double WEIGHT_DECAY = 0.1;
    private static final double LARGEST_GRADIENT_NORM = 1;

    private final TrainingTask task;
    private final Gpt model;
    private final AdamW optimizer;

    LibtorchPeer(TrainingTask task) {
        this.task = task;
        torch.manual_seed(1);
        model = new Gpt(task);
        AdamWOptions options = new AdamWOptions(LEARNING_RATE);
        options.weight_decay().put(WEIGHT_DECAY);
        optimizer = new AdamW(model.parameters(), options);
    }

    public static void main(String[] arguments) throws IOException {
        TrainingTask task = TrainingTask.of(arguments);
        task.measure(new LibtorchPeer(task)::step, System.out);
    }

    /// A step on random tokens.
    TrainingTask.Step step() {
        try (var _ = new PointerScope()) {          // frees the step's tensors at its end
            Tensor ids = randomIds();
            Tensor targets = randomIds();
            long start = System.nanoTime();
            double loss = train(ids, targets);
            return new TrainingTask.Step((System.nanoTime() - start) / 1e6, loss);
        }
    }

    Tensor randomIds() {
        long[] shape = {task.batch(), task.context()};                      // (batch, tokens)
        return torch.randint(task.vocab(), shape);
    }

    /// @param ids     `(batch, tokens)`
    /// @param targets the same shape
    /// @return the loss before the step
    double train(Tensor ids, Tensor targets) {
        optimizer.zero_grad();
        try (Tensor loss = loss(ids, targets)) {                            // ()
            loss.backward();
            torch.clip_grad_norm_(model.parameters(), LARGEST_GRADIENT_NORM);
            optimizer.step();
            return loss.item_float();
        }
    }

    private Tensor loss(Tensor ids, Tensor targets) {
        try (var _ = new PointerScope()) {          // keeps only what backward needs
            Tensor loss = torch.cross_entropy(model.forward(ids).view(-1, task.vocab()),
                    targets.view(-1));
            return loss.retainReference();
        }
    }
}

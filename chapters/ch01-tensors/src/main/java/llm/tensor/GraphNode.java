package llm.tensor;

import java.util.function.Consumer;
import llm.tensor.backend.DType;

/// One step of a computation: which operation made a tensor, from what, and how to carry a
/// gradient back.
public final class GraphNode {
    private static final Tensor[] NONE = {};

    private final String operation;
    private Consumer<Tensor> backward;
    private Tensor[] inputs;
    private Tensor[] saved = NONE;
    private int[] versions = {};
    private boolean used;

    GraphNode(String operation, Consumer<Tensor> backward, Tensor... inputs) {
        this.operation = operation;
        this.backward = backward;
        this.inputs = inputs;
    }

    static boolean anyRequiresGrad(Tensor... inputs) {
        for (Tensor input : inputs) {
            if (input.requiresGrad()) {
                return true;
            }
        }
        return false;
    }

    static void requireFloat32(String operation, Tensor... inputs) {
        for (Tensor input : inputs) {
            if (input.requiresGrad() && input.dtype() != DType.F32) {
                throw new IllegalStateException("a weight must be kept in F32 where its gradient is "
                        + "wanted, got " + input.dtype() + " in " + operation + "; freeze it, compute "
                        + "inside Autograd.noGrad, or widen it by to(DType.F32)");
            }
        }
    }

    /// Name of the operation, such as `softmax`.
    public String operation() {
        return operation;
    }

    Tensor[] inputs() {
        if (used) {
            throw new IllegalStateException("backward() must find a graph that has not been used, "
                    + "got one whose '" + operation + "' an earlier call has freed; compute the "
                    + "loss again, or call backwardKeepingGraph() the first time");
        }
        return inputs;
    }

    void save(Tensor... tensors) {
        saved = tensors;
        versions = new int[tensors.length];
        for (int i = 0; i < tensors.length; i++) {
            versions[i] = tensors[i].storage().version();
        }
    }

    /// Passes the gradient `g` of the tensor that this node made to the node's inputs.
    void propagate(Tensor g) {
        for (int i = 0; i < saved.length; i++) {
            int changes = saved[i].storage().version() - versions[i];
            if (changes != 0) {
                throw new IllegalStateException(("backward() of '%s' must see the values of the "
                        + "forward pass, got a tensor of shape %s that was changed in place %d "
                        + "time(s) since").formatted(operation, saved[i].shape(), changes));
            }
        }
        backward.accept(g);
    }

    /// Lets go of everything that only another backward pass would need.
    void free() {
        used = true;
        backward = _ -> { };
        inputs = NONE;
        saved = NONE;
    }
}

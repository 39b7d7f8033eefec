package llm.tensor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import llm.tensor.backend.Storage;

/// The chain rule over a whole graph: from the result back to the leaves, each tensor after all
/// tensors that were computed from it.
final class Backpropagation {

    private Backpropagation() {
    }

    static void run(Tensor root, Tensor rootGradient, boolean keepGraph) {
        if (!root.requiresGrad()) {
            throw new IllegalStateException("backward() must start at a tensor computed from one "
                    + "that requires a gradient, got " + root);
        }
        if (!rootGradient.shape().equals(root.shape())) {
            throw new IllegalArgumentException("the gradient must have the result's shape "
                    + root.shape() + ", got " + rootGradient.shape());
        }
        List<Tensor> order = inputsFirst(root);
        root.accumulate(to -> root.backend().elementwise()
                .scale(rootGradient.storage(), 1f, 0f, to.storage(), to.add()));
        for (Tensor tensor : order.reversed()) {
            propagate(tensor, tensor == root, keepGraph);
        }
    }

    private static void propagate(Tensor tensor, boolean isRoot, boolean keepGraph) {
        GraphNode node = tensor.node();
        if (node == null) {
            return;                                          // a leaf keeps its gradient
        }
        Storage gradient = tensor.takeGradient();
        if (gradient != null) {
            try (Scope _ = Scope.open()) {                   // what an operation needs on the way
                node.propagate(new Tensor(tensor.shape(), gradient, false));
            }
        }
        if (!keepGraph) {
            node.free();
            if (!isRoot) {
                tensor.releaseIfScoped();                    // nobody behind it needs the values
            }
        }
    }

    /// Every tensor that the root depends on and that needs a gradient, inputs before results.
    private static List<Tensor> inputsFirst(Tensor root) {
        List<Tensor> order = new ArrayList<>();
        Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Visit> stack = new ArrayDeque<>();
        stack.push(new Visit(root, false));
        while (!stack.isEmpty()) {
            Visit visit = stack.pop();
            if (visit.inputsDone) {
                order.add(visit.tensor);
            } else if (seen.add(visit.tensor)) {
                stack.push(new Visit(visit.tensor, true));
                pushInputs(visit.tensor, stack);
            }
        }
        return order;
    }

    private static void pushInputs(Tensor tensor, Deque<Visit> stack) {
        GraphNode node = tensor.node();
        if (node == null) {
            return;
        }
        for (Tensor input : node.inputs()) {
            if (input.requiresGrad()) {
                stack.push(new Visit(input, false));
            }
        }
    }

    private record Visit(Tensor tensor, boolean inputsDone) {
    }
}

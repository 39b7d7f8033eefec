import llm.exercise.ExerciseNotDone;

/// Exercise 5.4 ★★: gradient accumulation. A batch that does not fit into memory is cut into
/// micro-batches, and the step must come out as if it had not been cut.
///
/// Each micro-batch has a mean loss and a mean gradient, over the targets of its own. `add` takes
/// them with the number of those targets; `loss` and `gradient` give the means over all targets
/// that were added since the beginning or the last `zero`. Asking does not change anything.
///
/// A micro-batch of 3 targets with a loss of 2 and a gradient of `{1, 0}`, and one of 1 target with
/// a loss of 6 and a gradient of `{5, 4}`, have a loss of `(3 · 2 + 1 · 6) / 4 = 3` together and a
/// gradient of `{2, 1}`.
///
/// A micro-batch may have no target at all, when everything in it is padding. Its means are then
/// 0/0, which is NaN, and it adds nothing. `add` refuses fewer than 0 targets, and a gradient of
/// another length, with an `IllegalArgumentException`. Nobody asks for means before a target came.
///
/// Section 5.3 of the notebook.
public final class Ex54GradientAccumulation {
    /// @param parameters length of the gradients
    public Ex54GradientAccumulation(int parameters) {
        throw new ExerciseNotDone("Exercise 5.4: write Ex54GradientAccumulation");
    }

    /// Adds a micro-batch.
    ///
    /// @param meanLoss     nats per target
    /// @param meanGradient `(parameters)`
    /// @param targets      of this micro-batch; 0 or more
    public void add(double meanLoss, double[] meanGradient, int targets) {
        throw new ExerciseNotDone("Exercise 5.4: write add(double, double[], int)");
    }

    /// @return nats per target, over all micro-batches
    public double loss() {
        throw new ExerciseNotDone("Exercise 5.4: write loss()");
    }

    /// @return `(parameters)`
    public double[] gradient() {
        throw new ExerciseNotDone("Exercise 5.4: write gradient()");
    }

    /// Begins a new step.
    public void zero() {
        throw new ExerciseNotDone("Exercise 5.4: write zero()");
    }
}

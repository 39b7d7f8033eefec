import java.util.Map;
import llm.exercise.ExerciseNotDone;

/// Exercise 5.8 ★★★: stop and go on without a trace. Write a small trainer, and checkpoints from
/// which another trainer goes on to exactly the same numbers.
///
/// It learns weights `w`, which begin at 0, for the prediction `w · x`. A `step`
///
/// 1. draws one of the examples: with `state = state · 6364136223846793005 + 1442695040888963407`,
///    a `long` that begins as the seed and may overflow, it is number `(state >>> 33) % examples`;
/// 2. computes the loss `½ (w · x − y)²` and the gradient `g = (w · x − y) x`;
/// 3. moves the weights by Adam, all of them at once, in step `t = 1, 2, …`:
///
/// ```
/// m = 0.9 m + 0.1 g
/// v = 0.999 v + 0.001 g²
/// w = w − 0.1 (m / (1 − 0.9ᵗ)) / (√(v / (1 − 0.999ᵗ)) + 10⁻⁸)
/// ```
///
/// 4. and returns the loss, from before the weights moved.
///
/// With `{1, 2}` and the target 3 as the only example, the first step returns 4.5 and moves both
/// weights to 0.1. The second returns 3.645.
///
/// `save` gives a checkpoint as plain numbers, under names of your choice. A trainer of the same
/// data and *any* seed that restores it, however many steps of its own it has done, goes on as the
/// saved one: each number must be the same to the last bit. Mind that a `double` has 53 bits for a
/// whole number and a `long` has 64. `restore` refuses, with an `IllegalArgumentException`, a
/// checkpoint in which something is missing or that has another number of weights, and the trainer
/// is then as it was.
///
/// Section 5.8 of the notebook.
public final class Ex58Resume {
    /// @param inputs  `(examples, weights)`
    /// @param targets `(examples)`
    /// @param seed    what the random state begins as
    public Ex58Resume(double[][] inputs, double[] targets, long seed) {
        throw new ExerciseNotDone("Exercise 5.8: write Ex58Resume");
    }

    /// Learns from one example.
    ///
    /// @return its loss before
    public double step() {
        throw new ExerciseNotDone("Exercise 5.8: write step()");
    }

    /// @return `(weights)`
    public double[] weights() {
        throw new ExerciseNotDone("Exercise 5.8: write weights()");
    }

    /// A checkpoint. The steps that follow do not change it.
    public Map<String, double[]> save() {
        throw new ExerciseNotDone("Exercise 5.8: write save()");
    }

    /// Goes on from a checkpoint. The steps that follow do not change it.
    public void restore(Map<String, double[]> checkpoint) {
        throw new ExerciseNotDone("Exercise 5.8: write restore(Map)");
    }
}

import llm.exercise.ExerciseNotDone;

/// Exercise 5.9 ★: what a training costs. A few multiplications tell before it begins.
///
/// 1. `stateBytes`: what AdamW keeps in memory between and during its steps, all in float32 of 4
///    bytes: all weights; and for each one that is trained, a gradient and two moments. (What
///    forward keeps for backward comes on top.)
/// 2. `flops`: floating-point operations of the training, 6 for each parameter and token.
/// 3. `days`: how long a machine is busy with that which could do `peak` operations per second and
///    does a share `utilization` of it.
///
/// The model of this chapter has 560,640 parameters, all of which are trained: 8,970,240 bytes. A
/// step of 1,024 tokens takes 3,444,572,160 operations. GPT-3, 175 billion parameters and 300
/// billion tokens, takes 3.15 · 10²³; a thousand accelerators of 312 · 10¹² operations per second
/// each, half of it used, are busy for 23.4 days.
///
/// Refuse `trainable` below 0 or above `parameters`, and a `utilization` that is not above 0 and at
/// most 1, with an `IllegalArgumentException`.
///
/// Section 5.9 of the notebook.
public final class Ex59TrainingCost {
    private Ex59TrainingCost() {}

    /// @param parameters weights of the model
    /// @param trainable  those of them that are trained; the others are frozen
    /// @return bytes
    public static long stateBytes(long parameters, long trainable) {
        throw new ExerciseNotDone("Exercise 5.9: write stateBytes(long, long)");
    }

    /// @param parameters weights of the model, all of them trained
    /// @param tokens     to train on in all
    /// @return floating-point operations
    public static double flops(long parameters, long tokens) {
        throw new ExerciseNotDone("Exercise 5.9: write flops(long, long)");
    }

    /// @param flops       floating-point operations of the training
    /// @param peak        operations per second that the machine could do
    /// @param utilization share of them that it does
    /// @return days of 24 hours
    public static double days(double flops, double peak, double utilization) {
        throw new ExerciseNotDone("Exercise 5.9: write days(double, double, double)");
    }
}

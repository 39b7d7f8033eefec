import llm.exercise.ExerciseNotDone;

/// Exercise 5.5 ★: warm-up, half a cosine, and a floor. Write the learning rate of a step.
///
/// Steps are counted from 0. With `progress = (step − warmupSteps) / (lastStep − warmupSteps)` the
/// rate of a step is
///
/// ```
/// step < warmupSteps               maxRate · step / warmupSteps
/// warmupSteps ≤ step ≤ lastStep    minRate + ½ (maxRate − minRate) (1 + cos(π · progress))
/// step > lastStep                  minRate
/// ```
///
/// With a `maxRate` of 1, a `minRate` of 0.2, 4 steps of warm-up and a `lastStep` of 12, steps 0,
/// 2, 4, 6, 8, 12 and 20 have the rates 0, 0.5, 1, 0.8828, 0.6, 0.2 and 0.2.
///
/// (The library's [llm.train.LearningRateSchedule] is a step ahead in the warm-up, so that its
/// first step is not lost: mind the difference.) There may be no warm-up: step 0 then has
/// `maxRate`. Refuse a `lastStep` that is not above `warmupSteps` with an
/// `IllegalArgumentException`.
///
/// Section 5.4 of the notebook.
public final class Ex55CosineSchedule {
    /// @param maxRate     rate at the end of the warm-up
    /// @param minRate     rate of the last step and of all after it
    /// @param warmupSteps 0 or more
    /// @param lastStep    step at which the cosine ends; above `warmupSteps`
    public Ex55CosineSchedule(double maxRate, double minRate, int warmupSteps, int lastStep) {
        throw new ExerciseNotDone("Exercise 5.5: write Ex55CosineSchedule");
    }

    /// @param step counted from 0
    public double rate(int step) {
        throw new ExerciseNotDone("Exercise 5.5: write rate(int)");
    }
}

import llm.exercise.ExerciseNotDone;

/// Exercise 5.7 ★★: early stopping. A training that only memorises by now should end, and
/// the model to keep is the one that was best on unseen text.
///
/// `evaluated` hears of every evaluation and says whether the training should end: when the last
/// `patience` evaluations in a row have brought no validation loss below the best one. An equal
/// loss is not better, and NaN, of a training that has gone wrong, is not either, not even
/// as the first.
///
/// With a patience of 2 and an evaluation every 10 steps, losses of 5, 4, 4.5, 3, 3.2 and 3 end the
/// training at step 60. The best is that of step 40, the first with a loss of 3.
///
/// `bestStep` is −1 and `bestLoss` is positive infinity before there was a loss that counts. Refuse
/// a patience below 1 with an `IllegalArgumentException`. Nothing is evaluated after the end.
///
/// Section 5.6 of the notebook.
public final class Ex57EarlyStopping {
    /// @param patience evaluations; 1 or more
    public Ex57EarlyStopping(int patience) {
        throw new ExerciseNotDone("Exercise 5.7: write Ex57EarlyStopping");
    }

    /// @param step           steps done
    /// @param validationLoss nats per token
    /// @return whether the training should end
    public boolean evaluated(int step, double validationLoss) {
        throw new ExerciseNotDone("Exercise 5.7: write evaluated(int, double)");
    }

    /// The step whose model is worth keeping.
    public int bestStep() {
        throw new ExerciseNotDone("Exercise 5.7: write bestStep()");
    }

    /// @return nats per token
    public double bestLoss() {
        throw new ExerciseNotDone("Exercise 5.7: write bestLoss()");
    }
}

/// Exercise 5.7: early stopping.
///
/// **Why.** The validation loss goes up and down by chance from one evaluation to the next, so a
/// single rise means little: patience says how long to believe in chance. Only the best loss is a
/// fair mark. Measured against the evaluation before, a training that swings for ever around a
/// bad value would never end. What `bestStep` names, the trainer has saved when it came.
///
/// **Complexity.** O(1) for each evaluation.
///
/// **Common mistakes.** Comparing with the evaluation before; a count that a better loss does not
/// set back; `>` for `≥`, which waits one evaluation longer; taking an equal loss for a better one,
/// so that a model that learns nothing goes on for ever; a NaN that is kept as the best.
public final class Ex57EarlyStopping {
    private final int patience;
    private int bestStep = -1;
    private double bestLoss = Double.POSITIVE_INFINITY;
    private int sinceBest;

    public Ex57EarlyStopping(int patience) {
        if (patience < 1) {
            throw new IllegalArgumentException("patience must be at least 1, got " + patience);
        }
        this.patience = patience;
    }

    public boolean evaluated(int step, double validationLoss) {
        if (validationLoss < bestLoss) {                    // false for NaN
            bestLoss = validationLoss;
            bestStep = step;
            sinceBest = 0;
        } else {
            sinceBest++;
        }
        return sinceBest >= patience;
    }

    public int bestStep() {
        return bestStep;
    }

    public double bestLoss() {
        return bestLoss;
    }
}

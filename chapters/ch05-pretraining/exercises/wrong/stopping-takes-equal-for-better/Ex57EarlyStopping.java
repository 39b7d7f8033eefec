public final class Ex57EarlyStopping {
    private final int patience;
    private int bestStep = -1;
    private double bestLoss = Double.POSITIVE_INFINITY;
    private int waited;

    public Ex57EarlyStopping(int patience) {
        if (patience < 1) {
            throw new IllegalArgumentException("patience must be at least 1");
        }
        this.patience = patience;
    }

    public boolean evaluated(int step, double validationLoss) {
        if (validationLoss <= bestLoss) {
            bestLoss = validationLoss;
            bestStep = step;
            waited = 0;
        } else {
            waited++;
        }
        return waited >= patience;
    }

    public int bestStep() {
        return bestStep;
    }

    public double bestLoss() {
        return bestLoss;
    }
}

public final class Ex55CosineSchedule {
    private final double maxRate;
    private final double minRate;
    private final int warmupSteps;
    private final int lastStep;

    public Ex55CosineSchedule(double maxRate, double minRate, int warmupSteps, int lastStep) {
        if (lastStep <= warmupSteps) {
            throw new IllegalArgumentException("lastStep must be above warmupSteps");
        }
        this.maxRate = maxRate;
        this.minRate = minRate;
        this.warmupSteps = warmupSteps;
        this.lastStep = lastStep;
    }

    public double rate(int step) {
        if (step < warmupSteps) {
            return step / warmupSteps * maxRate;
        }
        if (step > lastStep) {
            return minRate;
        }
        double progress = (step - warmupSteps) / (lastStep - warmupSteps);
        double cosine = (1 + Math.cos(Math.PI * progress)) / 2;
        return minRate + (maxRate - minRate) * cosine;
    }
}

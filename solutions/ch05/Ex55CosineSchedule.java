/// Exercise 5.5: warm-up, half a cosine, and a floor.
///
/// **Why.** Adam's moments know little in the first steps, so these are small. The half cosine
/// stays long near `maxRate`, where most is learned, and long near `minRate`, where the model
/// settles. Behind the last step the floor goes on: a training that is longer than planned still
/// learns.
///
/// **Complexity.** O(1).
///
/// **Common mistakes.** Dividing two `int`s, which makes a staircase of the line; counting the
/// progress from step 0, so that the rate jumps down at the end of the warm-up; no end, after which
/// the cosine rises again; adding `minRate` to a cosine that still has the whole height of
/// `maxRate`.
public final class Ex55CosineSchedule {
    private final double maxRate;
    private final double minRate;
    private final int warmupSteps;
    private final int lastStep;

    public Ex55CosineSchedule(double maxRate, double minRate, int warmupSteps, int lastStep) {
        if (lastStep <= warmupSteps) {
            throw new IllegalArgumentException("lastStep must be above warmupSteps=" + warmupSteps
                    + ", got " + lastStep);
        }
        this.maxRate = maxRate;
        this.minRate = minRate;
        this.warmupSteps = warmupSteps;
        this.lastStep = lastStep;
    }

    public double rate(int step) {
        if (step < warmupSteps) {
            return maxRate * step / warmupSteps;
        }
        if (step > lastStep) {
            return minRate;
        }
        double progress = (double) (step - warmupSteps) / (lastStep - warmupSteps);
        return minRate + 0.5 * (maxRate - minRate) * (1 + Math.cos(Math.PI * progress));
    }
}

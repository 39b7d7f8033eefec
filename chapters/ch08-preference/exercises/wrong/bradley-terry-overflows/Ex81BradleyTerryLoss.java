public final class Ex81BradleyTerryLoss {
    private Ex81BradleyTerryLoss() {}

    public static double[] losses(double[] chosen, double[] rejected) {
        double[] losses = new double[chosen.length];
        for (int i = 0; i < losses.length; i++) {
            double x = chosen[i] - rejected[i];
            losses[i] = -Math.log(1 / (1 + Math.exp(-x)));
        }
        return losses;
    }
}

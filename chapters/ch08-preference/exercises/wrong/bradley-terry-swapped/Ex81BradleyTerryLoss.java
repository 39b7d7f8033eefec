public final class Ex81BradleyTerryLoss {
    private Ex81BradleyTerryLoss() {}

    public static double[] losses(double[] chosen, double[] rejected) {
        double[] losses = new double[chosen.length];
        for (int i = 0; i < losses.length; i++) {
            double x = rejected[i] - chosen[i];
            losses[i] = Math.max(-x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
        }
        return losses;
    }
}

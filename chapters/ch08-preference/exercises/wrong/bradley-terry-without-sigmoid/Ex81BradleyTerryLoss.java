public final class Ex81BradleyTerryLoss {
    private Ex81BradleyTerryLoss() {}

    public static double[] losses(double[] chosen, double[] rejected) {
        double[] losses = new double[chosen.length];
        for (int i = 0; i < losses.length; i++) {
            losses[i] = rejected[i] - chosen[i];
        }
        return losses;
    }
}

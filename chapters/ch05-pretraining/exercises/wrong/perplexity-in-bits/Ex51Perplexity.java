public final class Ex51Perplexity {
    public static double perplexity(double[][] surprises) {
        double sum = 0;
        int tokens = 0;
        for (double[] text : surprises) {
            for (double surprise : text) {
                sum += surprise;
                tokens++;
            }
        }
        if (tokens == 0) {
            throw new IllegalArgumentException("there must be a token");
        }
        return Math.pow(2, sum / tokens);
    }
}

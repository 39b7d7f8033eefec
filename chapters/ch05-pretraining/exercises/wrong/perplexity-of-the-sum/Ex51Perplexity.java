public final class Ex51Perplexity {
    public static double perplexity(double[][] surprises) {
        double probability = 1;
        int tokens = 0;
        for (double[] text : surprises) {
            for (double surprise : text) {
                probability *= Math.exp(-surprise);
                tokens++;
            }
        }
        if (tokens == 0) {
            throw new IllegalArgumentException("there must be a token");
        }
        return 1 / probability;
    }
}

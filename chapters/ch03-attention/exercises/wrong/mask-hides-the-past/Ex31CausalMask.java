public final class Ex31CausalMask {
    public static float[][] causalMask(int tokens) {
        if (tokens < 1) {
            throw new IllegalArgumentException("tokens must be at least 1, got " + tokens);
        }
        float[][] mask = new float[tokens][tokens];
        for (int query = 0; query < tokens; query++) {
            for (int key = 0; key < tokens; key++) {
                mask[query][key] = key < query ? 1 : 0;
            }
        }
        return mask;
    }
}

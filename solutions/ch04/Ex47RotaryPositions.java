/// Exercise 4.7: rotary positions.
///
/// **Why.** A pair is a point in the plane, and turning keeps its length. If query and key are both
/// turned by where they stand, the angle between them changes by the distance of the two tokens,
/// and that is all that their product sees. Fast pairs tell neighbours apart, slow ones pages.
///
/// **Complexity.** O(tokens · headDim). Sines and cosines depend on position and pair only: a
/// library computes them once for all heads and layers.
///
/// **Common mistakes.** Pairing neighbours `(2i, 2i + 1)`, which is as good for a model trained
/// that way and wrong for all others; forgetting `first`, so that a token that comes alone stands
/// at 0; writing the first number of a pair over before the second has used it; half the exponent;
/// turning the other way.
public final class Ex47RotaryPositions {
    private Ex47RotaryPositions() {}

    public static float[][] rotate(float[][] x, int first, double base) {
        int headDim = x[0].length;
        if (headDim % 2 != 0) {
            throw new IllegalArgumentException(
                    "headDim must be even to make pairs, got " + headDim);
        }
        int half = headDim / 2;
        float[][] turned = new float[x.length][headDim];    // (tokens, headDim)
        for (int token = 0; token < x.length; token++) {
            for (int i = 0; i < half; i++) {
                double angle = (first + token) * Math.pow(base, -2.0 * i / headDim);
                double a = x[token][i];
                double b = x[token][i + half];
                turned[token][i] = (float) (a * Math.cos(angle) - b * Math.sin(angle));
                turned[token][i + half] = (float) (a * Math.sin(angle) + b * Math.cos(angle));
            }
        }
        return turned;
    }
}

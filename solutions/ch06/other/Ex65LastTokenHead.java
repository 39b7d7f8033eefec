import java.util.Arrays;
import org.nd4j.linalg.factory.Nd4j;

/// With ND4J: the last vectors become a matrix, and a product does the rest.
public final class Ex65LastTokenHead {
    private Ex65LastTokenHead() {}

    public static float[][] logits(float[][][] hidden, int[] lengths, float[][] head) {
        float[][] last = new float[hidden.length][];
        for (int text = 0; text < last.length; text++) {
            check(lengths[text], hidden[text].length);
            last[text] = hidden[text][lengths[text] - 1];
        }
        return Nd4j.create(last).mmul(Nd4j.create(head).transpose()).toFloatMatrix();
    }

    public static float[][][] backward(float[][] g, int[] lengths, float[][] head, int tokens) {
        Arrays.stream(lengths).forEach(length -> check(length, tokens));
        float[][] last = Nd4j.create(g).mmul(Nd4j.create(head)).toFloatMatrix();
        float[][][] gradient = new float[g.length][tokens][last[0].length];
        for (int text = 0; text < g.length; text++) {
            gradient[text][lengths[text] - 1] = last[text];
        }
        return gradient;
    }

    private static void check(int length, int tokens) {
        if (length <= 0 || length > tokens) {
            throw new IllegalArgumentException("length must be in 1 … " + tokens + ", got "
                    + length);
        }
    }
}

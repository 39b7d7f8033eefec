import llm.tensor.Operations;
import llm.tensor.Tensor;

/// With one product for both branches, whose weights are stacked, and SiLU by its formula.
public final class Ex48SwiGlu {
    private Ex48SwiGlu() {}

    public static Tensor feedForward(Tensor x, Tensor gate, Tensor up, Tensor down) {
        int ffDim = gate.size(0);
        Tensor both = x.matmul(Operations.concat(0, gate, up).transpose(0, 1));
        Tensor open = both.slice(2, 0, ffDim);              // (batch, tokens, ffDim)
        Tensor wide = both.slice(2, ffDim, 2 * ffDim);      // (batch, tokens, ffDim)
        return wide.mul(open.sigmoid().mul(open)).matmul(down.transpose(0, 1));
    }

    public static int ffDim(int embDim, int multiple) {
        int width = multiple;
        while (3L * width < 8L * embDim) {
            width += multiple;
        }
        return width;
    }
}

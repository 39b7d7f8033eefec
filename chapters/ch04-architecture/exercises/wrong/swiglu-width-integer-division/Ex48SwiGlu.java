import llm.tensor.Tensor;

public final class Ex48SwiGlu {
    private Ex48SwiGlu() {}

    public static Tensor feedForward(Tensor x, Tensor gate, Tensor up, Tensor down) {
        Tensor open = x.matmulTransposed(gate).silu();
        Tensor wide = x.matmulTransposed(up);
        return open.mul(wide).matmulTransposed(down);
    }

    public static int ffDim(int embDim, int multiple) {
        int least = 8 / 3 * embDim;
        return (least + multiple - 1) / multiple * multiple;
    }
}

import llm.tensor.Tensor;

/// With tensors, and the slope in the form `σ(1 + x − silu)`.
public final class Ex19Silu {
    private Ex19Silu() {}

    public static float[] forward(float[] x) {
        Tensor t = Tensor.of(x, x.length);
        return t.mul(t.sigmoid()).toArray();
    }

    public static float[] backward(float[] x, float[] g) {
        Tensor t = Tensor.of(x, x.length);
        Tensor s = t.sigmoid();
        return s.mul(t.add(1).sub(t.mul(s))).mul(Tensor.of(g, g.length)).toArray();
    }
}

package llm.tensor.plain;

import static llm.tensor.plain.PlainStorage.values;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import llm.tensor.backend.DropoutMask;
import llm.tensor.backend.ElementwiseKernels;
import llm.tensor.backend.Storage;

/// Kernels that treat every value alike.
final class PlainElementwise implements ElementwiseKernels {
    private static final double ROOT_2_OVER_PI = Math.sqrt(2 / Math.PI);
    private static final double CUBIC = 0.044715;

    /// A function of one value and its derivative, which may use the value `x` and the result `y`.
    private record Formula(DoubleUnaryOperator value, DoubleBinaryOperator slope) {
    }

    private static Formula formula(Function f) {
        return switch (f) {
            case NEGATE -> new Formula(x -> -x, (_, _) -> -1);
            case EXP -> new Formula(Math::exp, (_, y) -> y);
            case LOG -> new Formula(Math::log, (x, _) -> 1 / x);
            case SQRT -> new Formula(Math::sqrt, (_, y) -> 0.5 / y);
            case SQUARE -> new Formula(x -> x * x, (x, _) -> 2 * x);
            case ABS -> new Formula(Math::abs, (x, _) -> Math.signum(x));
            case TANH -> new Formula(Math::tanh, (_, y) -> 1 - y * y);
            case SIGMOID -> new Formula(PlainElementwise::sigmoid, (_, y) -> y * (1 - y));
            case RELU -> new Formula(x -> Math.max(x, 0), (x, _) -> x > 0 ? 1 : 0);
            case SILU -> new Formula(x -> x * sigmoid(x), (x, _) -> siluSlope(x));
            case GELU_TANH -> new Formula(PlainElementwise::gelu, (x, _) -> geluSlope(x));
            case GELU_EXACT -> new Formula(x -> x * normal(x), (x, _) -> normal(x)
                    + x * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI));
        };
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /// `s + x s (1 − s)` with `s = sigmoid(x)`
    private static double siluSlope(double x) {
        double s = sigmoid(x);
        return s + x * s * (1 - s);
    }

    /// `½x(1 + tanh u)` with `u = √(2/π)(x + 0.044715x³)`
    static double gelu(double x) {
        return 0.5 * x * (1 + Math.tanh(ROOT_2_OVER_PI * (x + CUBIC * x * x * x)));
    }

    /// `½(1 + tanh u) + ½x(1 − tanh² u) du/dx`
    private static double geluSlope(double x) {
        double tanh = Math.tanh(ROOT_2_OVER_PI * (x + CUBIC * x * x * x));
        double inner = ROOT_2_OVER_PI * (1 + 3 * CUBIC * x * x);
        return 0.5 * (1 + tanh) + 0.5 * x * (1 - tanh * tanh) * inner;
    }

    /// The share of a normal distribution below `x`, `½(1 + erf(x/√2))`, by the series
    /// `½ + φ(x)(x + x³/3 + x⁵/(3·5) + …)`. Source: Marsaglia (2004), *Evaluating the normal
    /// distribution*.
    private static double normal(double x) {
        if (Math.abs(x) > 8) {
            return x > 0 ? 1 : 0;
        }
        double term = x;
        double sum = x;
        for (int i = 3; sum + term != sum; i += 2) {
            term *= x * x / i;
            sum += term;
        }
        return 0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }

    @Override
    public void apply(Function f, Storage x, Storage y) {
        Formula formula = formula(f);
        float[] in = values(x);
        float[] out = values(y);
        for (int i = 0; i < in.length; i++) {
            out[i] = (float) formula.value.applyAsDouble(in[i]);
        }
    }

    @Override
    public void applyBackward(Function f, Storage x, Storage y, Storage gy, Storage gx,
                              boolean add) {
        Formula formula = formula(f);
        float[] in = values(x);
        float[] out = values(y);
        float[] gOut = values(gy);
        float[] gIn = values(gx);
        for (int i = 0; i < in.length; i++) {
            put(gOut[i] * formula.slope.applyAsDouble(in[i], out[i]), gIn, i, add);
        }
    }

    @Override
    public void combine(Operator operator, Storage a, Storage b, Storage y, boolean add) {
        float[] left = values(a);
        float[] right = values(b);
        float[] out = values(y);
        for (int i = 0; i < out.length; i++) {
            put(switch (operator) {
                case ADD -> left[i] + right[i];
                case SUBTRACT -> left[i] - right[i];
                case MULTIPLY -> left[i] * right[i];
                case DIVIDE -> left[i] / right[i];
            }, out, i, add);
        }
    }

    @Override
    public void scale(Storage x, float factor, float shift, Storage y, boolean add) {
        float[] in = values(x);
        float[] out = values(y);
        for (int i = 0; i < in.length; i++) {
            put((double) factor * in[i] + shift, out, i, add);
        }
    }

    @Override
    public void swiglu(Storage gate, Storage up, Storage y) {
        float[] g = values(gate);
        float[] u = values(up);
        float[] out = values(y);
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) (g[i] * sigmoid(g[i]) * u[i]);
        }
    }

    @Override
    public void swigluBackward(Storage gate, Storage up, Storage gy, Target gGate, Target gUp) {
        float[] g = values(gate);
        float[] u = values(up);
        float[] gOut = values(gy);
        for (int i = 0; i < gOut.length; i++) {
            double toGate = gOut[i] * u[i] * siluSlope(g[i]);
            double toUp = gOut[i] * g[i] * sigmoid(g[i]);
            put(toGate, values(gGate), i, gGate.add());
            put(toUp, values(gUp), i, gUp.add());
        }
    }

    @Override
    public void maskedFill(Storage x, Storage mask, float value, Storage y, boolean add) {
        float[] in = values(x);
        float[] hidden = values(mask);
        float[] out = values(y);
        for (int i = 0; i < in.length; i++) {
            put(hidden[i] != 0 ? value : in[i], out, i, add);
        }
    }

    @Override
    public void dropout(Storage x, float rate, long seed, Storage y, boolean add) {
        float[] in = values(x);
        float[] out = values(y);
        for (int i = 0; i < in.length; i++) {
            put(DropoutMask.keeps(seed, i, rate) ? in[i] / (1.0 - rate) : 0, out, i, add);
        }
    }

    /// Stores a value, or adds it to what stands there.
    static void put(double value, float[] y, int i, boolean add) {
        y[i] = (float) (add ? y[i] + value : value);
    }
}

package llm.tensor.plain;

import static llm.tensor.plain.PlainStorage.values;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import llm.tensor.backend.DropoutMask;
import llm.tensor.backend.ElementwiseKernels;
import llm.tensor.backend.Storage;
import llm.tensor.plain.PlainStorage.Output;

/// Kernels that treat every value alike.
final class PlainElementwise implements ElementwiseKernels {
    private static final double ROOT_2_OVER_PI = Math.sqrt(2 / Math.PI);
    private static final double CUBIC = 0.044715;

    /// A function `y = f(x)`, and its derivative `f′` computed from `x` and `y`.
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
            case RELU_SQUARED -> new Formula(x -> Math.max(x, 0) * x, (x, _) -> 2 * Math.max(x, 0));
            case RELU -> new Formula(x -> Math.max(x, 0), (x, _) -> x > 0 ? 1 : 0);
            case SILU -> new Formula(PlainElementwise::silu, (x, _) -> siluSlope(x));
            case GELU_TANH -> new Formula(PlainElementwise::gelu, (x, _) -> geluSlope(x));
            case GELU_EXACT -> new Formula(x -> x * normal(x), (x, _) -> normal(x) + x * bell(x));
        };
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

    /// `gx = gy · f′(x)`
    @Override
    public void applyBackward(Function f, Storage x, Storage y, Storage gy, Storage gx,
                              boolean add) {
        Formula formula = formula(f);
        float[] in = values(x);
        float[] out = values(y);
        float[] gOut = values(gy);
        Output gIn = Output.of(gx, add);
        for (int i = 0; i < in.length; i++) {
            gIn.put(i, gOut[i] * formula.slope.applyAsDouble(in[i], out[i]));
        }
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double silu(double x) {
        return x * sigmoid(x);
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

    /// `Φ(x)`, the share of a normal distribution below `x`, `½(1 + erf(x/√2))`, by the series
    /// `½ + φ(x)(x + x³/3 + x⁵/(3·5) + …)`. Source: Marsaglia (2004), *Evaluating the normal
    /// distribution*.
    private static double normal(double x) {
        if (Math.abs(x) > 8) {                               // less than 10⁻¹⁵ from 0 or 1
            return x > 0 ? 1 : 0;
        }
        double term = x;
        double sum = x;
        for (int i = 3; sum + term != sum; i += 2) {
            term *= x * x / i;
            sum += term;
        }
        return 0.5 + sum * bell(x);
    }

    /// `φ(x) = Φ′(x) = e^(−x²/2) / √(2π)`
    private static double bell(double x) {
        return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }

    @Override
    public void combine(Operator operator, Storage a, Storage b, Storage y, boolean add) {
        float[] left = values(a);
        float[] right = values(b);
        Output out = Output.of(y, add);
        for (int i = 0; i < left.length; i++) {
            out.put(i, switch (operator) {
                case ADD -> left[i] + right[i];
                case SUBTRACT -> left[i] - right[i];
                case MULTIPLY -> left[i] * right[i];
                case DIVIDE -> left[i] / right[i];
            });
        }
    }

    @Override
    public void scale(Storage x, float factor, float shift, Storage y, boolean add) {
        float[] in = values(x);
        Output out = Output.of(y, add);
        for (int i = 0; i < in.length; i++) {
            out.put(i, (double) factor * in[i] + shift);
        }
    }

    @Override
    public void scale(Storage x, Storage factor, Storage y, boolean add) {
        scale(x, values(factor)[0], 0, y, add);
    }

    /// `y = silu(gate) · up`
    @Override
    public void swiglu(Storage gate, Storage up, Storage y) {
        float[] gates = values(gate);
        float[] ups = values(up);
        float[] out = values(y);
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) (silu(gates[i]) * ups[i]);
        }
    }

    /// `gGate = gy · up · silu′(gate)`, `gUp = gy · silu(gate)`
    @Override
    public void swigluBackward(Storage gate, Storage up, Storage gy, Target gGate, Target gUp) {
        float[] gates = values(gate);
        float[] ups = values(up);
        float[] gOut = values(gy);
        Output toGate = Output.of(gGate);
        Output toUp = Output.of(gUp);
        for (int i = 0; i < gOut.length; i++) {
            toGate.put(i, gOut[i] * ups[i] * siluSlope(gates[i]));
            toUp.put(i, gOut[i] * silu(gates[i]));
        }
    }

    @Override
    public void maskedFill(Storage x, Storage mask, float value, Storage y, boolean add) {
        float[] in = values(x);
        float[] hidden = values(mask);
        Output out = Output.of(y, add);
        for (int i = 0; i < in.length; i++) {
            out.put(i, hidden[i] != 0 ? value : in[i]);
        }
    }

    @Override
    public void dropout(Storage x, float rate, long seed, Storage y, boolean add) {
        float[] in = values(x);
        Output out = Output.of(y, add);
        for (int i = 0; i < in.length; i++) {
            out.put(i, DropoutMask.keeps(seed, i, rate) ? in[i] / (1.0 - rate) : 0);
        }
    }
}

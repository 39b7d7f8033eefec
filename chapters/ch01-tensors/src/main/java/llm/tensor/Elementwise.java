package llm.tensor;

import java.util.Locale;
import java.util.function.BiConsumer;
import llm.tensor.backend.ElementwiseKernels;
import llm.tensor.backend.ElementwiseKernels.Function;
import llm.tensor.backend.ElementwiseKernels.Operator;
import llm.tensor.backend.ElementwiseKernels.Target;
import llm.tensor.backend.Storage;

/// Operations that treat every value alike.
public final class Elementwise {

    private Elementwise() {
    }

    /// `y = f(x)`. Backward: `dL/dx = g · f′(x)`. Shapes: input and result `(...)`.
    public static Tensor apply(Function f, Tensor x) {
        Tensor y = Tensor.empty(x.shape(), x.backend());
        ElementwiseKernels elements = x.backend().elementwise();
        elements.apply(f, x.storage(), y.storage());
        return y.madeBy(name(f), g -> x.accumulate(to -> elements.applyBackward(
                f, x.storage(), y.storage(), g.storage(), to.storage(), to.add())), x)
                .saving(x, y);
    }

    /// `y = factor · x + shift`. Backward: `dL/dx = factor · g`. Shapes: input and result `(...)`.
    public static Tensor scale(Tensor x, double factor, double shift) {
        Tensor y = Tensor.empty(x.shape(), x.backend());
        ElementwiseKernels elements = x.backend().elementwise();
        elements.scale(x.storage(), (float) factor, (float) shift, y.storage(), false);
        return y.madeBy("scale", g -> x.accumulate(to -> elements.scale(
                g.storage(), (float) factor, 0f, to.storage(), to.add())), x);
    }

    /// `y = a ∘ b` after both are stretched to a common shape: axes are aligned at the end, and one
    /// that is missing or has the extent 1 repeats. Backward: the gradients of the two, each
    /// added up over what repeated it.
    ///
    /// @param a `(...)`
    /// @param b `(...)`, such as `(columns)` where `a` is `(rows, columns)`
    /// @return the common shape
    public static Tensor combine(Operator operator, Tensor a, Tensor b) {
        if (a.shape().equals(b.shape())) {
            return combineSameShape(operator, a, b);
        }
        Shape common = Shape.broadcast(a.shape(), b.shape());
        return combineSameShape(operator, Layout.broadcast(a, common),
                Layout.broadcast(b, common));
    }

    /// `y = a + b` written over `a`, whose old values are gone: for a result that nothing else
    /// reads. Backward: as for the sum.
    ///
    /// @param a `(...)`
    /// @param b of the same shape
    /// @return of the same shape
    public static Tensor addInPlace(Tensor a, Tensor b) {
        if (!a.shape().equals(b.shape())) {
            throw new IllegalArgumentException("addInPlace must have two tensors of one shape, got "
                    + a.shape() + " and " + b.shape());
        }
        if (Autograd.recording() && a.requiresGrad() && a.node() == null) {
            throw new IllegalStateException("addInPlace must write over the result of an operation, "
                    + "got a tensor that waits for its gradient: " + a);
        }
        Tensor y = a.shareAs(a.shape());
        a.backend().elementwise().combine(Operator.ADD, a.storage(), b.storage(), y.storage(), false);
        y.storage().changed();
        return y.madeBy("add", g -> addBackward(a, b, g), a, b);
    }

    private static Tensor combineSameShape(Operator operator, Tensor a, Tensor b) {
        Tensor y = Tensor.empty(a.shape(), a.backend());
        a.backend().elementwise().combine(operator, a.storage(), b.storage(), y.storage(), false);
        String name = operator.name().toLowerCase(Locale.ROOT);
        return switch (operator) {
            case ADD -> y.madeBy(name, g -> addBackward(a, b, g), a, b);
            case SUBTRACT -> y.madeBy(name, g -> subtractBackward(a, b, g), a, b);
            case MULTIPLY -> y.madeBy(name, g -> multiplyBackward(a, b, g), a, b).saving(a, b);
            case DIVIDE -> y.madeBy(name, g -> divideBackward(a, b, y, g), a, b).saving(b, y);
        };
    }

    /// `dL/da = dL/db = g`
    private static void addBackward(Tensor a, Tensor b, Tensor g) {
        b.accumulate(to -> addScaled(g, 1, to));
        a.receive(g);
    }

    /// `dL/da = g`, `dL/db = −g`
    private static void subtractBackward(Tensor a, Tensor b, Tensor g) {
        b.accumulate(to -> addScaled(g, -1, to));
        a.receive(g);
    }

    /// `dL/da = g · b`, `dL/db = g · a`
    private static void multiplyBackward(Tensor a, Tensor b, Tensor g) {
        a.accumulate(to -> combine(Operator.MULTIPLY, g, b.storage(), to));
        b.accumulate(to -> combine(Operator.MULTIPLY, g, a.storage(), to));
    }

    /// `dL/da = g / b`, `dL/db = −g · y / b`
    private static void divideBackward(Tensor a, Tensor b, Tensor y, Tensor g) {
        a.accumulate(to -> combine(Operator.DIVIDE, g, b.storage(), to));
        b.accumulate(to -> {
            Tensor gy = Tensor.empty(g.shape(), g.backend());
            combine(Operator.MULTIPLY, g, y.storage(), new Target(gy.storage(), false));
            combine(Operator.DIVIDE, gy, b.storage(), new Target(gy.storage(), false));
            addScaled(gy, -1, to);
        });
    }

    private static void combine(Operator operator, Tensor g, Storage other, Target to) {
        g.backend().elementwise().combine(operator, g.storage(), other, to.storage(), to.add());
    }

    private static void addScaled(Tensor g, float factor, Target to) {
        g.backend().elementwise().scale(g.storage(), factor, 0f, to.storage(), to.add());
    }

    private static String name(Function f) {
        return f.name().toLowerCase(Locale.ROOT);
    }

    /// `y = silu(gate) · up`, the inside of SwiGLU. Backward: with `s = sigmoid(gate)`,
    /// `dL/dgate = g · up · (s + gate · s(1 − s))` and `dL/dup = g · gate · s`.
    /// Source: Shazeer (2020), "GLU variants improve Transformer", §2.
    ///
    /// @param gate `(..., ffDim)`
    /// @param up   `(..., ffDim)`
    /// @return `(..., ffDim)`
    public static Tensor swiglu(Tensor gate, Tensor up) {
        if (!gate.shape().equals(up.shape())) {
            throw new IllegalArgumentException("gate and up must have one shape, got "
                    + gate.shape() + " and " + up.shape());
        }
        Tensor y = Tensor.empty(gate.shape(), gate.backend());
        ElementwiseKernels elements = gate.backend().elementwise();
        elements.swiglu(gate.storage(), up.storage(), y.storage());
        return y.madeBy("swiglu", g -> accumulateBoth(gate, up, (toGate, toUp) ->
                elements.swigluBackward(gate.storage(), up.storage(), g.storage(), toGate, toUp)),
                gate, up).saving(gate, up);
    }

    /// Lets `kernel` write both gradients, each `(...)` as its input. One of the two inputs may want
    /// no gradient: the kernel still writes it, to be thrown away. And it may be that both
    /// inputs are one tensor.
    public static void accumulateBoth(Tensor a, Tensor b, BiConsumer<Target, Target> kernel) {
        if (a != b && a.requiresGrad() && b.requiresGrad()) {
            a.accumulate(toA -> b.accumulate(toB -> kernel.accept(toA, toB)));
        } else if (a.requiresGrad() || b.requiresGrad()) {
            Tensor gA = Tensor.empty(a.shape(), a.backend());
            Tensor gB = Tensor.empty(b.shape(), b.backend());
            kernel.accept(new Target(gA.storage(), false), new Target(gB.storage(), false));
            a.receive(gA);
            b.receive(gB);
        }
    }
}

package llm.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static llm.cpu.simd.VectorMath.LANES;
import static llm.cpu.simd.VectorMath.address;
import static llm.cpu.simd.VectorMath.first;
import static llm.cpu.simd.VectorMath.load;
import static llm.cpu.simd.VectorMath.put;
import static llm.cpu.simd.VectorMath.sigmoid;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import llm.cpu.memory.Workers;
import llm.tensor.backend.DropoutMask;
import llm.tensor.backend.ElementwiseKernels;
import llm.tensor.backend.Storage;

/// Kernels that treat every value alike.
final class CpuElementwise implements ElementwiseKernels {
    private static final int GRAIN = 1 << 14;

    private final Workers workers;

    CpuElementwise(Workers workers) {
        this.workers = workers;
    }

    private void forEach(Storage like, Workers.Range body) {
        workers.forEach(Math.toIntExact(like.size()), GRAIN, body);
    }

    @Override
    public void apply(Function f, Storage x, Storage y) {
        MemorySegment in = CpuStorage.segment(x);
        MemorySegment out = CpuStorage.segment(y);
        forEach(x, (from, to) -> {
            switch (f) {
                case GELU_TANH -> Activations.geluTanh(in, out, from, to - from);
                case GELU_EXACT -> Activations.geluExact(in, out, from, to - from);
                case SILU -> Activations.silu(in, out, from, to - from);
                case RELU_SQUARED -> Activations.reluSquared(in, out, from, to - from);
                case NEGATE, EXP, LOG, SQRT, SQUARE, ABS, TANH, SIGMOID, RELU -> {
                    for (int i = from; i < to; i++) {
                        float v = in.getAtIndex(JAVA_FLOAT, i);
                        out.setAtIndex(JAVA_FLOAT, i, (float) value(f, v));
                    }
                }
            }
        });
    }

    private static double value(Function f, double x) {
        return switch (f) {
            case NEGATE -> -x;
            case EXP -> Math.exp(x);
            case LOG -> Math.log(x);
            case SQRT -> Math.sqrt(x);
            case SQUARE -> x * x;
            case ABS -> Math.abs(x);
            case TANH -> Math.tanh(x);
            case SIGMOID -> 1 / (1 + Math.exp(-x));
            case RELU -> Math.max(x, 0);
            case RELU_SQUARED, SILU, GELU_TANH, GELU_EXACT -> throw vectorOnly(f);
        };
    }

    @Override
    public void applyBackward(Function f, Storage x, Storage y, Storage gy, Storage gx,
                              boolean add) {
        MemorySegment in = CpuStorage.segment(x);
        MemorySegment out = CpuStorage.segment(y);
        MemorySegment gOut = CpuStorage.segment(gy);
        MemorySegment gIn = CpuStorage.segment(gx);
        forEach(x, (from, to) -> {
            switch (f) {
                case GELU_TANH -> Activations.geluTanhBackward(in, out, gOut, gIn, add, from,
                        to - from);
                case GELU_EXACT -> Activations.geluExactBackward(in, gOut, gIn, add, from,
                        to - from);
                case SILU -> Activations.siluBackward(in, gOut, gIn, add, from, to - from);
                case RELU_SQUARED -> Activations.reluSquaredBackward(in, gOut, gIn, add, from,
                        to - from);
                case NEGATE, EXP, LOG, SQRT, SQUARE, ABS, TANH, SIGMOID, RELU -> {
                    for (int i = from; i < to; i++) {
                        double slope = slope(f, in.getAtIndex(JAVA_FLOAT, i),
                                out.getAtIndex(JAVA_FLOAT, i));
                        float g = gOut.getAtIndex(JAVA_FLOAT, i);
                        put((float) (g * slope), gIn, i, add);
                    }
                }
            }
        });
    }

    private static double slope(Function f, double x, double y) {
        return switch (f) {
            case NEGATE -> -1;
            case EXP -> y;
            case LOG -> 1 / x;
            case SQRT -> 0.5 / y;
            case SQUARE -> 2 * x;
            case ABS -> Math.signum(x);
            case TANH -> 1 - y * y;
            case SIGMOID -> y * (1 - y);
            case RELU -> x > 0 ? 1 : 0;
            case RELU_SQUARED, SILU, GELU_TANH, GELU_EXACT -> throw vectorOnly(f);
        };
    }

    private static IllegalStateException vectorOnly(Function f) {
        return new IllegalStateException("a scalar loop must not be asked for " + f);
    }

    @Override
    public void combine(Operator operator, Storage a, Storage b, Storage y, boolean add) {
        MemorySegment left = CpuStorage.segment(a);
        MemorySegment right = CpuStorage.segment(b);
        MemorySegment out = CpuStorage.segment(y);
        forEach(y, (from, to) -> {
            int n = to - from;
            long lefts = address(left, from, n);
            long rights = address(right, from, n);
            long result = address(out, from, n);
            int i = 0;
            for (; i <= n - LANES; i += LANES) {
                put(combined(operator, load(lefts, i), load(rights, i)), result, i, add);
            }
            if (i < n) {
                VectorMask<Float> rest = first(n - i);
                put(combined(operator, load(lefts, i, rest), load(rights, i, rest)), result, i, add,
                        rest);
            }
        });
    }

    private static FloatVector combined(Operator operator, FloatVector v, FloatVector w) {
        return switch (operator) {
            case ADD -> v.add(w);
            case SUBTRACT -> v.sub(w);
            case MULTIPLY -> v.mul(w);
            case DIVIDE -> v.div(w);
        };
    }

    @Override
    public void scale(Storage x, float factor, float shift, Storage y, boolean add) {
        MemorySegment in = CpuStorage.segment(x);
        MemorySegment out = CpuStorage.segment(y);
        forEach(x, (from, to) -> RowMath.scale(in, from, factor, shift, out, add, to - from));
    }

    @Override
    public void scale(Storage x, Storage factor, Storage y, boolean add) {
        scale(x, CpuStorage.segment(factor).get(JAVA_FLOAT, 0), 0f, y, add);
    }

    @Override
    public void swiglu(Storage gate, Storage up, Storage y) {
        MemorySegment g = CpuStorage.segment(gate);
        MemorySegment u = CpuStorage.segment(up);
        MemorySegment out = CpuStorage.segment(y);
        forEach(y, (from, to) -> Activations.swiglu(g, u, out, from, to - from));
    }

    @Override
    public void swigluBackward(Storage gate, Storage up, Storage gy, Target gGate, Target gUp) {
        MemorySegment gateIn = CpuStorage.segment(gate);
        MemorySegment upIn = CpuStorage.segment(up);
        MemorySegment gOut = CpuStorage.segment(gy);
        MemorySegment gGateOut = CpuStorage.segment(gGate.storage());
        MemorySegment gUpOut = CpuStorage.segment(gUp.storage());
        forEach(gy, (from, to) -> {
            int n = to - from;
            long gates = address(gateIn, from, n);
            long ups = address(upIn, from, n);
            long gradients = address(gOut, from, n);
            long gGates = address(gGateOut, from, n);
            long gUps = address(gUpOut, from, n);
            for (int i = 0; i < n; i += LANES) {
                VectorMask<Float> here = first(n - i);
                FloatVector x = load(gates, i, here);
                FloatVector g = load(gradients, i, here);
                FloatVector s = sigmoid(x);
                put(g.mul(load(ups, i, here)).mul(Activations.siluSlope(x, s)), gGates, i,
                        gGate.add(), here);
                put(g.mul(x).mul(s), gUps, i, gUp.add(), here);
            }
        });
    }

    @Override
    public void maskedFill(Storage x, Storage mask, float value, Storage y, boolean add) {
        MemorySegment in = CpuStorage.segment(x);
        MemorySegment hidden = CpuStorage.segment(mask);
        MemorySegment out = CpuStorage.segment(y);
        forEach(x, (from, to) -> {
            for (int i = from; i < to; i++) {
                boolean hide = hidden.getAtIndex(JAVA_FLOAT, i) != 0f;
                float v = hide ? value : in.getAtIndex(JAVA_FLOAT, i);
                put(v, out, i, add);
            }
        });
    }

    @Override
    public void dropout(Storage x, float rate, long seed, Storage y, boolean add) {
        MemorySegment in = CpuStorage.segment(x);
        MemorySegment out = CpuStorage.segment(y);
        float factor = 1 / (1 - rate);
        forEach(x, (from, to) -> {
            for (int i = from; i < to; i++) {
                float v = DropoutMask.keeps(seed, i, rate) ? in.getAtIndex(JAVA_FLOAT, i) * factor : 0f;
                put(v, out, i, add);
            }
        });
    }
}

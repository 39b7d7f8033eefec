package llm.tensor.plain;

import static llm.tensor.plain.PlainStorage.values;
import static llm.tensor.plain.PlainStorage.weights;

import java.util.List;
import llm.tensor.backend.CounterRandom;
import llm.tensor.backend.DType;
import llm.tensor.backend.OptimizerKernels;
import llm.tensor.backend.Storage;

/// Optimizer steps. Source: Kingma and Ba (2015), algorithm 1; Loshchilov and Hutter (2019),
/// algorithm 2.
final class PlainOptimizer implements OptimizerKernels {

    /// `m = β₁m + (1−β₁)g`, `v = β₂v + (1−β₂)g²`, `p = (1 − lr·wd)p − lr · m̂ / (√v̂ + ε)`. Both
    /// means begin at 0: `m̂ = m / (1−β₁ᵗ)` and `v̂ = v / (1−β₂ᵗ)` make up for it in step `t`.
    @Override
    public void adam(Adam adam, List<Moments> all) {
        all.forEach(each -> adam(adam, each));
    }

    private static void adam(Adam adam, Moments of) {
        float[] p = values(of.parameter());
        float[] m = weights(of.mean());
        float[] v = weights(of.square());
        double correction1 = 1 - Math.pow(adam.beta1(), adam.step());
        double correction2 = 1 - Math.pow(adam.beta2(), adam.step());
        for (int i = 0; i < p.length; i++) {
            double g = values(of.gradient())[i] + adam.l2() * p[i];
            double newMean = adam.beta1() * m[i] + (1 - adam.beta1()) * g;
            double newSquare = adam.beta2() * v[i] + (1 - adam.beta2()) * g * g;
            double step = newMean / correction1
                    / (Math.sqrt(newSquare / correction2) + adam.epsilon());
            p[i] = (float) ((1 - adam.learningRate() * adam.weightDecay()) * p[i]
                    - adam.learningRate() * step);
            int random = CounterRandom.forRounding(adam.step(), i);
            m[i] = kept((float) newMean, of.mean(), random >>> 16);
            v[i] = kept((float) newSquare, of.square(), random & 0xFFFF);
        }
    }

    /// A moment as its storage keeps it: bfloat16 by chance up or down, the likelier the nearer.
    private static float kept(float value, Storage moment, int random) {
        if (moment.dtype() == DType.F32) {
            return value;
        }
        int bits = Float.floatToIntBits(value) + random;     // no NaN of which it carries out
        return Float.intBitsToFloat(bits & 0xFFFF0000);
    }

    /// `v = momentum·v + g + l2·p`, `p = p − lr·v`
    @Override
    public void sgd(double learningRate, double momentum, double l2, Storage parameter,
                    Storage gradient, Storage velocity) {
        float[] p = values(parameter);
        for (int i = 0; i < p.length; i++) {
            double step = values(gradient)[i] + l2 * p[i];
            if (momentum != 0) {
                step += momentum * values(velocity)[i];
                values(velocity)[i] = (float) step;
            }
            p[i] -= (float) (learningRate * step);
        }
    }
}

package llm.tensor.plain;

import static llm.tensor.plain.PlainStorage.values;
import static llm.tensor.plain.PlainStorage.weights;

import java.util.SplittableRandom;
import llm.tensor.backend.DType;
import llm.tensor.backend.OptimizerKernels;
import llm.tensor.backend.Storage;

/// Optimizer steps. Source: Kingma and Ba (2015), algorithm 1; Loshchilov and Hutter (2019),
/// algorithm 2.
final class PlainOptimizer implements OptimizerKernels {

    /// `m = β₁m + (1−β₁)g`, `v = β₂v + (1−β₂)g²`, `p = (1 − lr·wd)p − lr · m̂ / (√v̂ + ε)`. Both
    /// means begin at 0: `m̂ = m / (1−β₁ᵗ)` and `v̂ = v / (1−β₂ᵗ)` make up for it in step `t`.
    @Override
    public void adam(Adam adam, Storage parameter, Storage gradient, Storage mean,
                     Storage square) {
        float[] p = values(parameter);
        float[] m = weights(mean);
        float[] v = weights(square);
        SplittableRandom random = new SplittableRandom(adam.step());
        double correction1 = 1 - Math.pow(adam.beta1(), adam.step());
        double correction2 = 1 - Math.pow(adam.beta2(), adam.step());
        for (int i = 0; i < p.length; i++) {
            double g = values(gradient)[i] + adam.l2() * p[i];
            double newMean = adam.beta1() * m[i] + (1 - adam.beta1()) * g;
            double newSquare = adam.beta2() * v[i] + (1 - adam.beta2()) * g * g;
            double step = newMean / correction1
                    / (Math.sqrt(newSquare / correction2) + adam.epsilon());
            p[i] = (float) ((1 - adam.learningRate() * adam.weightDecay()) * p[i]
                    - adam.learningRate() * step);
            m[i] = kept((float) newMean, mean, random);
            v[i] = kept((float) newSquare, square, random);
        }
    }

    /// A moment as its storage keeps it: bfloat16 by chance up or down, the likelier the nearer.
    private static float kept(float value, Storage moment, SplittableRandom random) {
        if (moment.dtype() == DType.F32) {
            return value;
        }
        int bits = Float.floatToRawIntBits(value) + random.nextInt(1 << 16);
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

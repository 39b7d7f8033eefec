package llm.cpu;

import static llm.cpu.simd.VectorMath.vector;

import jdk.incubator.vector.FloatVector;
import llm.tensor.backend.OptimizerKernels.Adam;

/// The formulas of one Adam step, for a vector of values at a time. As in [VectorMath], constants
/// are vectors.
record AdamStep(FloatVector beta1, FloatVector rest1, FloatVector beta2, FloatVector rest2,
                FloatVector decay, FloatVector l2, FloatVector epsilon, FloatVector stepSize,
                FloatVector rootCorrection) {

    static AdamStep of(Adam adam) {
        double correction1 = 1 - Math.pow(adam.beta1(), adam.step());
        double correction2 = 1 - Math.pow(adam.beta2(), adam.step());
        return new AdamStep(vector((float) adam.beta1()), vector((float) (1 - adam.beta1())),
                vector((float) adam.beta2()), vector((float) (1 - adam.beta2())),
                vector((float) (1 - adam.learningRate() * adam.weightDecay())),
                vector((float) adam.l2()), vector((float) adam.epsilon()),
                vector((float) (adam.learningRate() / correction1)),
                vector((float) Math.sqrt(correction2)));
    }

    FloatVector slope(FloatVector weight, FloatVector gradient) {
        return weight.mul(l2).add(gradient);
    }

    FloatVector mean(FloatVector before, FloatVector slope) {
        return before.mul(beta1).add(slope.mul(rest1));
    }

    FloatVector square(FloatVector before, FloatVector slope) {
        return before.mul(beta2).add(slope.mul(slope).mul(rest2));
    }

    FloatVector weight(FloatVector before, FloatVector mean, FloatVector square) {
        FloatVector divisor = square.sqrt().div(rootCorrection).add(epsilon);
        return before.mul(decay).sub(mean.mul(stepSize).div(divisor));
    }
}

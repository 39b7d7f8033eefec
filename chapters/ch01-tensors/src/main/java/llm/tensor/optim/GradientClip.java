package llm.tensor.optim;

import java.util.Collection;
import llm.tensor.Parameter;

/// Keeps one bad batch from throwing the parameters far away.
public final class GradientClip {

    private GradientClip() {
    }

    /// Scales all gradients by `min(1, maxNorm / (norm + 10⁻⁶))`, with the norm taken over all of
    /// them together. Source: Pascanu et al. (2013), algorithm 1.
    ///
    /// @return the norm before
    public static double byGlobalNorm(Collection<Parameter> parameters, double maxNorm) {
        double norm = globalNorm(parameters);
        double factor = maxNorm / (norm + 1e-6);
        if (factor < 1) {
            parameters.forEach(parameter -> parameter.scaleGrad(factor));
        }
        return norm;
    }

    /// The Euclidean norm of all gradients together.
    public static double globalNorm(Collection<Parameter> parameters) {
        return Math.sqrt(Parameter.squaredGradNorm(parameters));
    }
}

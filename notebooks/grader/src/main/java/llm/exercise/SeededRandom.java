package llm.exercise;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests their random numbers.
public final class SeededRandom implements ParameterResolver {
    /// The configuration parameter that holds the seed.
    public static final String SEED = "llm.seed";

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RandomGenerator.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        long seed = context.getConfigurationParameter(SEED, Long::valueOf).orElse(1L);
        return new SplittableRandom(31 * seed + context.getDisplayName().hashCode());
    }
}

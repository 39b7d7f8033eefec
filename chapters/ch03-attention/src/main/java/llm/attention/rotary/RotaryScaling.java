package llm.attention.rotary;

import java.util.List;

/// How a model reads further than it was trained to: slower turns squeeze more positions into the
/// angles it knows.
///
/// Each kind turns the pairs' frequencies, in radians per position, into others.
public sealed interface RotaryScaling {

    /// Frequencies after scaling.
    ///
    /// @param theta   base of the frequencies
    /// @param headDim width of a head
    /// @param tokens  length of the sequence so far, for the kind that depends on it
    /// @return `headDim / 2` values
    float[] frequencies(double theta, int headDim, int tokens);

    /// What sines and cosines are multiplied by.
    default double magnitude() {
        return 1;
    }

    /// Longest text that a model with a context of `contextLength` can read.
    default int reach(int contextLength) {
        return contextLength;
    }

    /// Length of a text beyond which it is to be rotated otherwise from its first token on, so that
    /// what was kept of it is of no use.
    default int changesBeyond() {
        return Integer.MAX_VALUE;
    }

    /// As trained: `theta^(−2i/headDim)`. Source: Su et al. (2021), §3.2.2.
    record None() implements RotaryScaling {
        @Override
        public float[] frequencies(double theta, int headDim, int tokens) {
            float[] result = new float[headDim / 2];
            for (int i = 0; i < result.length; i++) {
                result[i] = (float) Math.pow(theta, -2.0 * i / headDim);
            }
            return result;
        }
    }

    /// Every turn slower by `factor`. Source: Chen et al. (2023), "Extending context window of large
    /// language models via positional interpolation", §2.3.
    record Linear(double factor) implements RotaryScaling {
        public Linear {
            requireFactor(factor);
        }

        @Override
        public float[] frequencies(double theta, int headDim, int tokens) {
            float[] result = new None().frequencies(theta, headDim, tokens);
            for (int i = 0; i < result.length; i++) {
                result[i] /= (float) factor;
            }
            return result;
        }

        @Override
        public int reach(int contextLength) {
            return (int) Math.min(Integer.MAX_VALUE, contextLength * factor);
        }
    }

    /// A larger base as soon as the text is longer than in training, so that slow pairs slow down
    /// and fast ones stay. Source: Peng et al. (2023), "YaRN", §3.1 (NTK-aware) and §3.3 (dynamic).
    ///
    /// @param trained tokens up to which nothing changes
    record Dynamic(double factor, int trained) implements RotaryScaling {
        public Dynamic {
            requireFactor(factor);
            requireTokens(trained);
        }

        @Override
        public float[] frequencies(double theta, int headDim, int tokens) {
            double stretch = factor * Math.max(tokens, trained) / trained - (factor - 1);
            double base = theta * Math.pow(stretch, headDim / (headDim - 2.0));
            return new None().frequencies(base, headDim, tokens);
        }

        @Override
        public int reach(int contextLength) {
            return (int) Math.min(Integer.MAX_VALUE, contextLength * factor);
        }
    }

    /// Llama 3.1's way: pairs that turn often within the trained context stay, pairs that do not
    /// come round slow down by `factor`, and those between go over smoothly.
    /// Source: Grattafiori et al. (2024), §3.4.2, and Meta's published configuration.
    ///
    /// @param lowTurns  turns within `trained` tokens below which a pair is slowed fully
    /// @param highTurns turns above which it stays
    /// @param trained   tokens of the context before scaling
    record Llama3(double factor, double lowTurns, double highTurns, int trained)
            implements RotaryScaling {
        public Llama3 {
            requireFactor(factor);
            requireTokens(trained);
            if (!(lowTurns > 0 && lowTurns < highTurns)) {
                throw new IllegalArgumentException(("low_freq_factor must be above 0 and below "
                        + "high_freq_factor, got %s and %s").formatted(lowTurns, highTurns));
            }
        }

        @Override
        public float[] frequencies(double theta, int headDim, int tokens) {
            float[] result = new None().frequencies(theta, headDim, tokens);
            for (int i = 0; i < result.length; i++) {
                double turns = trained * (double) result[i] / (2 * Math.PI);
                double kept = Math.clamp((turns - lowTurns) / (highTurns - lowTurns), 0, 1);
                result[i] = (float) (result[i] * (kept + (1 - kept) / factor));
            }
            return result;
        }
    }

    /// Each pair slower by a factor of its own, as some files list them.
    ///
    /// @param factors one for each pair
    record Factors(List<Float> factors) implements RotaryScaling {
        public Factors {
            factors = List.copyOf(factors);
            if (!factors.stream().allMatch(factor -> factor > 0 && Float.isFinite(factor))) {
                throw new IllegalArgumentException(
                        "factors must be above 0 and finite, got " + factors);
            }
        }

        @Override
        public float[] frequencies(double theta, int headDim, int tokens) {
            float[] result = new None().frequencies(theta, headDim, tokens);
            if (factors.size() != result.length) {
                throw new IllegalArgumentException("factors must be one for each of %d pairs, got %d"
                        .formatted(result.length, factors.size()));
            }
            for (int i = 0; i < result.length; i++) {
                result[i] /= factors.get(i);
            }
            return result;
        }
    }

    /// Each pair slower by a factor of its own, by another in texts longer than in training, and
    /// scores sharpened by a magnitude: Phi-3's way.
    /// Source: Ding et al. (2024), "LongRoPE", §3.
    ///
    /// @param shortFactors one for each pair, in texts of up to `trained` tokens
    /// @param longFactors  one for each pair, in longer texts
    /// @param trained      tokens of the context before scaling
    /// @param magnitude    factor of sines and cosines
    record LongRope(List<Float> shortFactors, List<Float> longFactors, int trained,
                    double magnitude) implements RotaryScaling {
        public LongRope {
            shortFactors = List.copyOf(shortFactors);
            longFactors = List.copyOf(longFactors);
            requireTokens(trained);
            if (shortFactors.size() != longFactors.size() || !(magnitude > 0)) {
                throw new IllegalArgumentException(("short_factor and long_factor must be of one "
                        + "length and attention_factor above 0, got %d, %d and %s").formatted(
                        shortFactors.size(), longFactors.size(), magnitude));
            }
        }

        /// The magnitude that the paper suggests for a context `factor` times as long.
        public static double suggestedMagnitude(double factor, int trained) {
            return factor <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(trained));
        }

        @Override
        public float[] frequencies(double theta, int headDim, int tokens) {
            return new Factors(tokens > trained ? longFactors : shortFactors)
                    .frequencies(theta, headDim, tokens);
        }

        @Override
        public int changesBeyond() {
            return trained;
        }
    }

    /// Like [Llama3] with a ramp over the pairs' numbers, and scores sharpened by a magnitude.
    /// Source: Peng et al. (2023), "YaRN", §3.2 and §3.4.
    ///
    /// @param fastTurns turns within `trained` tokens above which a pair stays
    /// @param slowTurns turns below which it is slowed fully
    /// @param trained   tokens of the context before scaling
    /// @param truncate  whether the ramp begins and ends at whole pairs
    /// @param magnitude factor of sines and cosines
    record Yarn(double factor, double fastTurns, double slowTurns, int trained, boolean truncate,
                double magnitude) implements RotaryScaling {
        public Yarn {
            requireFactor(factor);
            requireTokens(trained);
            if (!(fastTurns > slowTurns && slowTurns > 0 && magnitude > 0)) {
                throw new IllegalArgumentException(("beta_fast must be above beta_slow, which and "
                        + "attention_factor must be above 0, got %s, %s and %s")
                        .formatted(fastTurns, slowTurns, magnitude));
            }
        }

        /// The magnitude that the paper suggests, `0.1 ln(factor) + 1`.
        public static double suggestedMagnitude(double factor) {
            return factor <= 1 ? 1 : 0.1 * Math.log(factor) + 1;
        }

        @Override
        public float[] frequencies(double theta, int headDim, int tokens) {
            double first = pairWith(fastTurns, theta, headDim);
            double last = pairWith(slowTurns, theta, headDim);
            double low = Math.max(truncate ? Math.floor(first) : first, 0);
            double high = Math.min(truncate ? Math.ceil(last) : last, headDim - 1.0);
            double width = high == low ? 0.001 : high - low;
            float[] result = new None().frequencies(theta, headDim, tokens);
            for (int i = 0; i < result.length; i++) {
                double slowed = Math.clamp((i - low) / width, 0, 1);
                result[i] = (float) (result[i] * (1 - slowed + slowed / factor));
            }
            return result;
        }

        @Override
        public int reach(int contextLength) {
            return (int) Math.clamp(trained * factor, contextLength, Integer.MAX_VALUE);
        }

        /// Number of the pair, not always whole, that turns `turns` times in the trained context.
        private double pairWith(double turns, double theta, int headDim) {
            return headDim * Math.log(trained / (turns * 2 * Math.PI)) / (2 * Math.log(theta));
        }
    }

    private static void requireFactor(double factor) {
        if (!(factor >= 1 && factor < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "factor must be 1 or more and finite, got " + factor);
        }
    }

    private static void requireTokens(int trained) {
        if (trained < 1) {
            throw new IllegalArgumentException(
                    "original_max_position_embeddings must be 1 or more, got " + trained);
        }
    }
}

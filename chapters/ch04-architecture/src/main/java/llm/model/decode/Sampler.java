package llm.model.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/// Chooses the next token: the most likely one, or one drawn after some steps.
///
/// @param greedy whether to take the most likely token
/// @param steps  changes to the scores, in order
public record Sampler(boolean greedy, List<LogitsProcessor> steps) {
    /// Below it, all but the likeliest token are out of reach, and scores divided by it would soon
    /// be too large for a float.
    private static final double COLDEST = 1e-5;

    public Sampler {
        steps = List.copyOf(steps);
    }

    /// Always the most likely token.
    public static Sampler mostLikely() {
        return new Sampler(true, List.of());
    }

    /// Draws at a temperature, and nothing else; 0 and all below 1e-5 are greedy.
    public static Sampler atTemperature(double temperature) {
        return of(new Options(OptionalDouble.empty(), OptionalDouble.of(temperature),
                OptionalInt.empty(), OptionalDouble.empty(), OptionalDouble.empty()));
    }

    /// What a user may ask for. Nothing asked, or a temperature below 1e-5, is greedy.
    ///
    /// @param temperature       0 or so for greedy
    /// @param repetitionPenalty acts on greedy choice too
    public record Options(OptionalDouble repetitionPenalty, OptionalDouble temperature,
                          OptionalInt topK, OptionalDouble topP, OptionalDouble minP) {
        public static final Options NONE = new Options(OptionalDouble.empty(),
                OptionalDouble.empty(), OptionalInt.empty(), OptionalDouble.empty(),
                OptionalDouble.empty());
    }

    /// The steps in their fixed order: repetition penalty, temperature, top-k, top-p, min-p.
    public static Sampler of(Options options) {
        List<LogitsProcessor> steps = new ArrayList<>();
        boolean drawing = options.temperature().orElse(0) >= COLDEST
                || options.temperature().isEmpty() && (options.topK().isPresent()
                || options.topP().isPresent() || options.minP().isPresent());
        options.repetitionPenalty().ifPresent(p -> steps.add(new RepetitionPenalty(p)));
        options.temperature().ifPresent(t -> requireNotNegative(t));
        if (drawing) {
            options.temperature().ifPresent(t -> steps.add(new Temperature(t)));
            options.topK().ifPresent(k -> steps.add(new TopK(k)));
            options.topP().ifPresent(p -> steps.add(new TopP(p)));
            options.minP().ifPresent(p -> steps.add(new MinP(p)));
        }
        return new Sampler(!drawing, steps);
    }

    /// The same, with something added to the scores of single tokens before all else.
    ///
    /// @param biases by token id
    public Sampler withBias(Map<Integer, Float> biases) {
        if (biases.isEmpty()) {
            return this;
        }
        List<LogitsProcessor> all = new ArrayList<>(steps);
        all.addFirst(new LogitBias(biases));
        return new Sampler(greedy, all);
    }

    private static void requireNotNegative(double temperature) {
        if (!(temperature >= 0)) {
            throw new IllegalArgumentException("temperature must be 0 or more, got " + temperature);
        }
    }

    /// Chooses a token. The scores are changed.
    ///
    /// @param history prompt and text so far
    /// @throws IllegalStateException if a score is NaN or infinite, as those of a broken model
    public int choose(float[] logits, TokenHistory history, RandomGenerator random) {
        Probabilities.requireNumbers(logits);
        steps.forEach(step -> step.apply(logits, history));
        return greedy ? Probabilities.argmax(logits) : draw(logits, random);
    }

    /// Whether [#choose] changes the scores that it is given.
    boolean changes() {
        return !steps.isEmpty();
    }

    private static int draw(float[] logits, RandomGenerator random) {
        double[] probabilities = Probabilities.softmax(logits);
        double remaining = random.nextDouble();
        int last = 0;
        for (int id = 0; id < probabilities.length; id++) {
            if (probabilities[id] > 0) {
                last = id;
                remaining -= probabilities[id];
                if (remaining < 0) {
                    break;
                }
            }
        }
        return last;
    }
}

package llm.model;

import java.util.Arrays;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;
import llm.tensor.IntTensor;
import llm.tensor.Scope;

/// Writes text token by token: score, choose, append, again.
///
/// @param model        scores the next token
/// @param sampler      chooses it
/// @param maxNewTokens most tokens to write
/// @param stopTokens   tokens that end the text; they are not returned
public record Generation(LanguageModel model, Sampler sampler, int maxNewTokens,
                         Set<Integer> stopTokens) {

    public Generation {
        if (maxNewTokens < 0) {
            throw new IllegalArgumentException(
                    "maxNewTokens must be 0 or more, got " + maxNewTokens);
        }
        stopTokens = Set.copyOf(stopTokens);
    }

    /// Greedy and endless: what a test compares.
    public static Generation greedy(LanguageModel model, int maxNewTokens) {
        return new Generation(model, Sampler.mostLikely(), maxNewTokens, Set.of());
    }

    /// Continues a prompt.
    ///
    /// @param prompt one token or more
    /// @return the new tokens
    public int[] generate(int[] prompt, RandomGenerator random) {
        return generate(prompt, random, _ -> { });
    }

    /// The same, and tells `listener` each token as soon as it is chosen.
    public int[] generate(int[] prompt, RandomGenerator random, IntConsumer listener) {
        if (prompt.length == 0) {
            throw new IllegalArgumentException("a prompt must have at least one token, got none");
        }
        int[] ids = Arrays.copyOf(prompt, prompt.length + maxNewTokens);
        int length = prompt.length;
        ModelCache cache = model.newCache(1, ids.length);
        while (length < ids.length) {
            int[] history = Arrays.copyOf(ids, length);
            int next = sampler.choose(nextLogits(history, cache), history, random);
            if (stopTokens.contains(next)) {
                break;
            }
            ids[length++] = next;
            listener.accept(next);
        }
        return Arrays.copyOfRange(ids, prompt.length, length);
    }

    /// Scores after the last of `ids`. Only the tokens that the cache has not seen are computed;
    /// beyond the model's context the window moves on and everything in it is computed again.
    private float[] nextLogits(int[] ids, ModelCache cache) {
        int from = cache.length();
        if (ids.length > model.contextLength()) {
            cache.truncate(0);
            from = ids.length - model.contextLength();
        }
        int[] unseen = Arrays.copyOfRange(ids, from, ids.length);
        try (Scope _ = Scope.open()) {
            return model.nextLogits(IntTensor.of(unseen, 1, unseen.length), cache).toArray();
        }
    }
}

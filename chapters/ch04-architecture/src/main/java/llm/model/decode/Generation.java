package llm.model.decode;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;
import llm.model.LanguageModel;
import llm.model.ModelCache;
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

    /// Continues several prompts at once, which costs little more than the longest alone. Prompts of
    /// different lengths are padded on the left, so that all end together.
    ///
    /// @param prompts each one token or more; the longest and the new tokens fit the context
    /// @param random  draws the tokens of each, where tokens are drawn
    /// @return the new tokens of each
    public List<int[]> generate(List<int[]> prompts, List<? extends RandomGenerator> random) {
        PromptBatch batch = new PromptBatch(prompts, maxNewTokens);
        if (batch.end() > model.contextLength() || random.size() != prompts.size()) {
            throw new IllegalArgumentException(("a batch must fit the context of %d tokens and have "
                    + "a random generator for each prompt, got %d tokens and %d for %d")
                    .formatted(model.contextLength(), batch.end(), random.size(), prompts.size()));
        }
        ModelCache cache = model.newCache(prompts.size(), batch.end(), batch.padding());
        while (batch.isOpen()) {
            float[][] logits = nextLogits(batch, cache);
            int[] next = new int[logits.length];
            for (int row = 0; row < next.length; row++) {
                next[row] = sampler.choose(logits[row], batch.history(row), random.get(row));
            }
            batch.append(next, stopTokens);
        }
        return batch.written();
    }

    /// Scores after the last token of each text, a row for each.
    private float[][] nextLogits(PromptBatch batch, ModelCache cache) {
        try (Scope _ = Scope.open()) {
            float[] all = model.nextLogits(batch.tokensFrom(cache.length()), cache).toArray();
            float[][] rows = new float[all.length / model.vocabSize()][];
            Arrays.setAll(rows, row -> Arrays.copyOfRange(all, row * model.vocabSize(),
                    (row + 1) * model.vocabSize()));
            return rows;
        }
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

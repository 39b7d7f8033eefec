package llm.model.decode;

import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import llm.model.LanguageModel;

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
        try (DecodingSession session = new DecodingSession(model)) {
            DecodedText text = session.begin(prompt, options(ContextOverflow.SLIDE), random);
            for (int told = 0; session.step(); ) {
                if (text.written().size() > told) {
                    listener.accept(text.written().get(told++).id());
                }
            }
            return text.ids();
        }
    }

    /// Continues several prompts at once, which costs little more than the longest alone. What is
    /// written is the same as for each by itself.
    ///
    /// @param prompts each one token or more; each and its new tokens fit the context
    /// @param random  draws the tokens of each, where tokens are drawn
    /// @return the new tokens of each
    public List<int[]> generate(List<int[]> prompts, List<? extends RandomGenerator> random) {
        if (prompts.isEmpty() || random.size() != prompts.size()) {
            throw new IllegalArgumentException(("there must be a prompt or more, and a random "
                    + "generator for each, got %d and %d").formatted(prompts.size(), random.size()));
        }
        try (DecodingSession session = new DecodingSession(model)) {
            List<DecodedText> texts = IntStream.range(0, prompts.size())
                    .mapToObj(i -> session.begin(prompts.get(i), options(ContextOverflow.REFUSE),
                            random.get(i))).toList();
            session.run();
            return texts.stream().map(DecodedText::ids).toList();
        }
    }

    private DecodingOptions options(ContextOverflow overflow) {
        return DecodingOptions.of(sampler, maxNewTokens).withStopTokens(stopTokens)
                .withOverflow(overflow);
    }
}

package llm.instruct;

import llm.model.decode.Sampler;

/// How answers are made.
///
/// @param sampler      chooses each token
/// @param maxNewTokens most tokens of an answer; fewer where the context has less room
/// @param together     answers that are written at the same time: more are faster, and need more
///                     memory. The answers are the same
/// @param seed         where the tokens of each are drawn from, if they are drawn
public record AnswerOptions(Sampler sampler, int maxNewTokens, int together, long seed) {
    private static final int TOGETHER = 16;

    public AnswerOptions {
        if (maxNewTokens < 1 || together < 1) {
            throw new IllegalArgumentException(
                    "maxNewTokens and together must be 1 or more, got %d and %d"
                            .formatted(maxNewTokens, together));
        }
    }

    /// Always the most likely token.
    public static AnswerOptions greedy(int maxNewTokens) {
        return drawn(Sampler.mostLikely(), maxNewTokens, 0);
    }

    public static AnswerOptions drawn(Sampler sampler, int maxNewTokens, long seed) {
        return new AnswerOptions(sampler, maxNewTokens, TOGETHER, seed);
    }

    public AnswerOptions withTogether(int answers) {
        return new AnswerOptions(sampler, maxNewTokens, answers, seed);
    }
}

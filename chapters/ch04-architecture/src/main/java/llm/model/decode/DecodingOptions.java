package llm.model.decode;

import java.util.Set;

/// How a text goes on.
///
/// @param sampler      chooses each token
/// @param maxNewTokens most tokens to write
/// @param stopTokens   tokens that end the text; they do not become part of it
/// @param topLogProbs  how many of the likeliest tokens are told at each step beside the chosen one,
///                     with their log-probabilities; [#NO_LOG_PROBS] for none at all
/// @param scorePrompt  whether the same is told of the tokens of the prompt, which is then read
///                     even where nothing is to be written
/// @param overflow     what happens beyond the model's context
public record DecodingOptions(Sampler sampler, int maxNewTokens, Set<Integer> stopTokens,
                              int topLogProbs, boolean scorePrompt, ContextOverflow overflow) {

    /// Not even that of the chosen token, which takes a pass over the vocabulary.
    public static final int NO_LOG_PROBS = -1;

    public DecodingOptions {
        if (maxNewTokens < 0 || topLogProbs < NO_LOG_PROBS) {
            throw new IllegalArgumentException(("maxNewTokens must be 0 or more, topLogProbs -1 or "
                    + "more, got %d and %d").formatted(maxNewTokens, topLogProbs));
        }
        stopTokens = Set.copyOf(stopTokens);
    }

    /// So many tokens, until nothing stops them; a text that does not fit is refused.
    public static DecodingOptions of(Sampler sampler, int maxNewTokens) {
        return new DecodingOptions(sampler, maxNewTokens, Set.of(), NO_LOG_PROBS, false,
                ContextOverflow.REFUSE);
    }

    /// Makes sure that a text can go on so.
    ///
    /// @param length  its tokens
    /// @param context tokens that the model can look at
    /// @throws IllegalArgumentException if what is to be written does not fit behind it
    public void requireRoom(int length, int context) {
        boolean fits = switch (overflow) {
            case REFUSE -> (long) length + maxNewTokens <= context;
            case TRUNCATE -> maxNewTokens < context;
            case SLIDE -> true;
        };
        if (!fits) {
            throw new IllegalArgumentException(("a text and what is to be written must fit the "
                    + "context of %d tokens, got %d and %d").formatted(context, length,
                    maxNewTokens));
        }
    }

    public DecodingOptions withStopTokens(Set<Integer> tokens) {
        return new DecodingOptions(sampler, maxNewTokens, tokens, topLogProbs, scorePrompt,
                overflow);
    }

    public DecodingOptions withTopLogProbs(int count) {
        return new DecodingOptions(sampler, maxNewTokens, stopTokens, count, scorePrompt,
                overflow);
    }

    public DecodingOptions withScoredPrompt(boolean scored) {
        return new DecodingOptions(sampler, maxNewTokens, stopTokens, topLogProbs, scored,
                overflow);
    }

    public DecodingOptions withOverflow(ContextOverflow other) {
        return new DecodingOptions(sampler, maxNewTokens, stopTokens, topLogProbs, scorePrompt,
                other);
    }
}

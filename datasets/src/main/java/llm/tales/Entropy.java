package llm.tales;

import java.util.Collection;

/// How much chance a set of stories holds: the surprisal of every choice that the generator made
/// for them, `Σ ln(number of equally likely choices)`, exact for the choices.
///
/// What it bounds. Call the choices of a story its derivation `d`, and the text they lead to
/// `t(d)`. As `t` is a function of `d`, `H(t) ≤ H(d)`: the text holds at most the entropy of the
/// choices, and less only as far as different choices lead to the same text. No model's expected
/// loss is below `H(t)` (Gibbs' inequality), and the model that knows the grammar reaches it. So
/// the loss that cannot be beaten lies at or just below the figures given here, which are the mean
/// of `−ln P(d)` over the stories counted, an unbiased estimate of `H(d)`; its spread from one
/// story to the next is [#deviation()].
///
/// Use it as the floor of a loss only for stories that the model has not trained on, scored from
/// their beginning. A model that reads a window without the beginning of its story has lost
/// the names, and its best loss is higher; a model that has learned its training stories by heart
/// can fall below the floor, on those only.
///
/// @param stories number of stories
/// @param bytes   their UTF-8 bytes, separators included
/// @param nats    the sum of their surprisals
/// @param squares the sum of the squares of their surprisals
public record Entropy(long stories, long bytes, double nats, double squares) {

    /// The entropy of these stories.
    public static Entropy of(Collection<Tale> tales) {
        double nats = 0;
        double squares = 0;
        long bytes = 0;
        for (Tale tale : tales) {
            nats += tale.nats();
            squares += tale.nats() * tale.nats();
            bytes += tale.bytes();
        }
        return new Entropy(tales.size(), bytes, nats, squares);
    }

    /// Both sets of stories together.
    public Entropy plus(Entropy other) {
        return new Entropy(stories + other.stories, bytes + other.bytes,
                nats + other.nats, squares + other.squares);
    }

    /// Mean nats per story.
    public double perStory() {
        return nats / stories;
    }

    /// Mean nats per byte.
    public double perByte() {
        return nats / bytes;
    }

    /// Mean nats per token: the floor for the mean cross-entropy loss over these stories.
    ///
    /// @param tokens number of tokens that the stories and their end tokens were cut into
    /// @throws IllegalArgumentException if `tokens` is not positive
    public double perToken(long tokens) {
        if (tokens <= 0) {
            throw new IllegalArgumentException("tokens must be positive, got " + tokens);
        }
        return nats / tokens;
    }

    /// Standard deviation of the surprisal from story to story, in nats. Divided by `√stories` it
    /// is the standard error of [#perStory()].
    public double deviation() {
        double mean = perStory();
        return Math.sqrt(Math.max(0, squares / stories - mean * mean));
    }
}

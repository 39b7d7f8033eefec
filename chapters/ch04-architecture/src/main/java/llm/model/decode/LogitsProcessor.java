package llm.model.decode;

/// One change to the scores before a token is drawn. Steps follow each other; a token that a step
/// removes has the score −∞ from then on.
public sealed interface LogitsProcessor
        permits LogitBias, RepetitionPenalty, Temperature, TopK, TopP, MinP {

    /// Changes the scores in place.
    ///
    /// @param logits  a score for every token of the vocabulary
    /// @param history prompt and text so far
    void apply(float[] logits, TokenHistory history);
}

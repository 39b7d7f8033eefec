package llm.model;

import java.util.List;
import llm.tensor.CrossEntropy;
import llm.tensor.IntTensor;
import llm.tensor.Tensor;

/// What training, generation and evaluation need of a model.
public interface LanguageModel {

    /// Number of different tokens.
    int vocabSize();

    /// Most tokens it can look at.
    int contextLength();

    /// Scores for the token that follows each token.
    ///
    /// @param ids `(batch, tokens)`
    /// @return logits, `(batch, tokens, vocabSize)`
    Tensor forward(IntTensor ids);

    /// Sum of the cross-entropies of all counted targets, in nats, without keeping the logits.
    ///
    /// @param ids     `(batch, tokens)`
    /// @param targets `(batch, tokens)`; [CrossEntropy#IGNORED] does not count
    /// @return the loss, `()`
    Tensor lossSum(IntTensor ids, IntTensor targets);

    /// Their mean, in nats per counted target.
    ///
    /// @param ids     `(batch, tokens)`
    /// @param targets `(batch, tokens)`; [CrossEntropy#IGNORED] does not count
    /// @return the loss, `()`
    default Tensor loss(IntTensor ids, IntTensor targets) {
        return lossSum(ids, targets).mul(1.0 / CrossEntropy.counted(targets));
    }

    /// Log-probability of each target, for objectives that weigh tokens one by one.
    ///
    /// @param ids     `(batch, tokens)`
    /// @param targets `(batch, tokens)`; [CrossEntropy#IGNORED] does not count
    /// @return `(batch, tokens)`, in nats; 0 where the target does not count
    Tensor logProbs(IntTensor ids, IntTensor targets);

    /// Room to generate.
    ///
    /// @param batch   sequences
    /// @param tokens  length they will reach; more than [#contextLength()] is never held
    ModelCache newCache(int batch, int tokens);

    /// Takes in tokens that follow those in `cache`, and scores nothing.
    ///
    /// @param ids   new tokens, `(batch, tokens)`
    /// @param cache receives them
    void read(IntTensor ids, ModelCache cache);

    /// Scores for the token that follows each of `ids`, which follow those in `cache`.
    ///
    /// @param ids   new tokens, `(batch, tokens)`
    /// @param cache receives them
    /// @return logits, `(batch, tokens, vocabSize)`
    Tensor logits(IntTensor ids, ModelCache cache);

    /// Scores for the token that follows the last of `ids`, which follow those in `cache`.
    ///
    /// @param ids   new tokens, `(batch, tokens)`
    /// @param cache receives them
    /// @return logits, `(batch, vocabSize)`
    Tensor nextLogits(IntTensor ids, ModelCache cache);

    /// Scores for the token that follows in each of several texts of different lengths. What a text
    /// gets does not depend, to the last bit, on which others are there.
    ///
    /// @param newest a new token of each, `(texts)`
    /// @param caches those before it, one sequence in each; receive the new one
    /// @return logits, `(texts, vocabSize)`
    Tensor nextLogits(int[] newest, List<ModelCache> caches);
}

import java.util.Map;
import llm.exercise.ExerciseNotDone;
import llm.tensor.Tensor;

/// Exercise 4.9 ★★★: a Llama of your own. Given the weights, the rest is a page of code.
///
/// `block` is a pre-norm block with RMSNorm, rotary attention and SwiGLU:
///
///     y = x + attention(attentionNorm(x))
///     z = y + feedForward(feedForwardNorm(y))
///
/// Its weights have the names that they have inside a block of the library: `attentionNorm.weight`
/// and `feedForwardNorm.weight`, `(embDim)`; `attention.query.weight`, `attention.key.weight`,
/// `attention.value.weight` and `attention.output.weight`, `(embDim, embDim)`;
/// `feedForward.gate.weight` and `feedForward.up.weight`, `(ffDim, embDim)`;
/// `feedForward.down.weight`, `(embDim, ffDim)`. Matrices are `(out, in)`, and nothing has a bias.
///
/// - Attention is causal, with `heads` heads side by side in the last axis, scores divided by
///   √headDim, and as many key/value heads as query heads. Queries and keys are rotated by their
///   positions, from 0 on: base 10,000, pairs `(i, i + headDim/2)`.
/// - Each norm has an epsilon of 1e-5.
///
/// For one token, `x = {{{3, 4}}}`, let the gain of the first norm be `{1, 2}`, value the identity,
/// output `{{0, 1}, {1, 0}}`, which exchanges the two numbers, and `down` zeros. The norm gives
/// `{0.8485, 2.2627}`; the token attends to nothing but itself, whatever query and key are; and so
/// the block gives `{{{5.2627, 4.8485}}}`, rounded to four places.
///
/// `logits` reads one text: rows of `tokenEmbedding.weight`, `(vocabSize, embDim)`; the blocks,
/// whose weights are named `blocks.0.attentionNorm.weight` and so on; a last norm,
/// `finalNorm.weight`; a head that is not tied, `head.weight`, `(vocabSize, embDim)`.
///
/// `RotaryEmbedding`, `CausalMask`, `Heads` and the operations of `Tensor` may help; do without
/// `MultiHeadAttention`, `TransformerBlock` and `DecoderModel`, against which you are tested.
///
/// Section 4.13 of the notebook.
public final class Ex49LlamaModel {
    private Ex49LlamaModel() {}

    /// @param x       `(batch, tokens, embDim)`
    /// @param weights of this block
    /// @param heads   attention heads, which share `embDim` among them
    /// @return `(batch, tokens, embDim)`
    public static Tensor block(Tensor x, Map<String, Tensor> weights, int heads) {
        throw new ExerciseNotDone("Exercise 4.9: write block(Tensor, Map, int)");
    }

    /// @param ids     the tokens of one text, `(tokens)`
    /// @param weights of the whole model
    /// @param layers  number of blocks
    /// @param heads   of each block
    /// @return scores of the next token behind every token, `(tokens, vocabSize)`
    public static Tensor logits(int[] ids, Map<String, Tensor> weights, int layers, int heads) {
        throw new ExerciseNotDone("Exercise 4.9: write logits(int[], Map, int, int)");
    }
}

package llm.model;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import llm.tensor.ActivationCheckpointing;
import llm.tensor.Autograd;
import llm.tensor.CrossEntropy;
import llm.tensor.IntTensor;
import llm.tensor.Operations;
import llm.tensor.Parameter;
import llm.tensor.RandomState;
import llm.tensor.Shape;
import llm.tensor.Tensor;
import llm.tensor.layer.Dropout;
import llm.tensor.layer.Embedding;
import llm.tensor.layer.Initializer;
import llm.tensor.layer.Layer;
import llm.tensor.layer.Linear;
import llm.tensor.layer.Norm;
import llm.tensor.op.Normalization;
import org.jspecify.annotations.Nullable;

/// A decoder-only Transformer: embeddings, a stack of blocks, and a head that scores every token of
/// the vocabulary as the next one. GPT-2, Llama, Qwen3 and Gemma 3 are this with another
/// configuration. Source: Radford et al. (2019), §2.3.
public final class DecoderModel extends Layer implements LanguageModel {
    private static final double INITIAL_DEVIATION = 0.02;

    private DecoderConfig config;
    private final RandomState random;
    private final Embedding tokenEmbedding;
    private final @Nullable Embedding positionEmbedding;     // where the heads are not rotated
    private final @Nullable Smear smear;
    private final Dropout dropout;
    private final List<TransformerBlock> blocks;
    private final Norm finalNorm;
    private final Linear head;                               // embDim → vocabSize
    private boolean recomputing;

    /// A model with random weights as GPT-2 begins: deviation 0.02, and smaller by `√(2 · layers)`
    /// where a layer adds to the residual.
    public DecoderModel(DecoderConfig config, long seed) {
        this(config, new RandomState(seed));
    }

    private DecoderModel(DecoderConfig config, RandomState random) {
        this(config, random, Initializer.normal(INITIAL_DEVIATION, random));
        for (TransformerBlock block : blocks) {
            shrink(block.attention().output());
            block.feedForward().outputs().forEach(this::shrink);
        }
    }

    /// A model with other first weights, such as PyTorch's ([Initializer#pytorch]), or with none
    /// because they are about to be loaded ([Initializer#none()]).
    ///
    /// @param random where dropout's seeds come from
    public DecoderModel(DecoderConfig config, RandomState random, Initializer initializer) {
        this.config = config;
        this.random = random;
        int embDim = config.embDim();
        tokenEmbedding = child("tokenEmbedding",
                new Embedding(config.vocabSize(), embDim, initializer));
        positionEmbedding = !config.learnedPositions() ? null : child("positionEmbedding",
                new Embedding(config.contextLength(), embDim, initializer));
        smear = config.smear() ? child("smear", new Smear(embDim)) : null;
        dropout = child("dropout", new Dropout(config.dropout().embedding(), random));
        blocks = children("blocks", config.blocks().stream()
                .map(block -> new TransformerBlock(block, random, initializer)).toList());
        finalNorm = child("finalNorm", config.finalNorm().layer(embDim));
        head = child("head", config.tiedHead() ? Linear.sharing(tokenEmbedding.weight())
                : new Linear(embDim, config.vocabSize(), false, initializer));
    }

    private void shrink(Linear layer) {
        layer.weight().copyFrom(Autograd.noGrad(
                () -> layer.weight().mul(1 / Math.sqrt(2.0 * config.layers()))));
    }

    /// Lets whatever adds to the residual begin at 0, and a head that is not tied too: every token is
    /// then equally likely, and each layer takes up what the gradient asks of it first.
    public void startOutputsAtZero() {
        for (TransformerBlock block : blocks) {
            zero(block.attention().output());
            block.feedForward().outputs().forEach(DecoderModel::zero);
        }
        if (!config.tiedHead()) {
            zero(head);
        }
    }

    private static void zero(Linear layer) {
        layer.weight().copyFrom(Tensor.full(0, layer.weight().shape(), layer.weight().backend()));
    }

    @Override
    public Tensor forward(IntTensor ids) {
        return head.forward(hidden(ids));                    // (batch, tokens, vocabSize)
    }

    @Override
    public Tensor lossSum(IntTensor ids, IntTensor targets) {
        Tensor hidden = hidden(ids);                         // (batch, tokens, embDim)
        return head.adapter().isPresent() ? CrossEntropy.sum(head.forward(hidden), targets)
                : CrossEntropy.sumOfHead(hidden, head.weight(), targets);
    }

    @Override
    public Tensor logProbs(IntTensor ids, IntTensor targets) {
        return TokenLogProbs.ofHead(hidden(ids), head::forward, vocabSize(), targets);
    }

    /// What the head reads: the vectors of all tokens after the last norm.
    ///
    /// @param ids `(batch, tokens)`
    /// @return `(batch, tokens, embDim)`
    public Tensor hidden(IntTensor ids) {
        return finalNorm.forward(afterBlocks(ids, blocks.size()));
    }

    /// The vectors of all tokens after the first `count` blocks; after none they are what the first
    /// block reads.
    ///
    /// @param ids `(batch, tokens)`
    /// @return `(batch, tokens, embDim)`
    public Tensor afterBlocks(IntTensor ids, int count) {
        Tensor x = embed(ids, 0, ModelCache.none(ids.size(0))); // (batch, tokens, embDim)
        for (TransformerBlock block : blocks.subList(0, count)) {
            x = recomputing ? ActivationCheckpointing.of(x, random, block::forward)
                    : block.forward(x);
        }
        return x;
    }

    /// Chooses whether backward computes anew what happened inside a block, so that forward keeps
    /// only what each block reads: far less memory for up to a third more time, and the same
    /// gradients.
    public void recomputeActivations(boolean on) {
        recomputing = on;
    }

    @Override
    public void read(IntTensor ids, ModelCache cache) {
        Autograd.noGrad(() -> afterBlocks(ids, cache));
    }

    @Override
    public Tensor logits(IntTensor ids, ModelCache cache) {
        return Autograd.noGrad(() -> head.forward(finalNorm.forward(afterBlocks(ids, cache))));
    }

    @Override
    public Tensor nextLogits(IntTensor ids, ModelCache cache) {
        return Autograd.noGrad(() -> {
            Tensor last = afterBlocks(ids, cache).slice(1, ids.size(1) - 1, ids.size(1));
            return head.forward(finalNorm.forward(last.reshape(ids.size(0), config.embDim())));
        });
    }

    /// The vectors of new tokens, which the cache receives.
    private Tensor afterBlocks(IntTensor ids, ModelCache cache) {
        requireShape(ids, cache.length());
        IntTensor read = cache.toRead(ids);
        Tensor x = embed(read, cache.length(), cache.append(read));
        for (int i = 0; i < blocks.size(); i++) {
            x = blocks.get(i).forward(x, cache.layers().get(i));
        }
        return read == ids ? x : x.slice(1, read.size(1) - ids.size(1), read.size(1));
    }

    @Override
    public Tensor nextLogits(int[] newest, List<ModelCache> caches) {
        int texts = caches.size();
        if (caches.stream().anyMatch(cache -> cache.changesWith(1))) {
            return Operations.concat(0, IntStream.range(0, texts).mapToObj(text -> nextLogits(
                    IntTensor.of(new int[][] {{newest[text]}}), caches.get(text)))
                    .toArray(Tensor[]::new));
        }
        int[] positions = caches.stream().mapToInt(ModelCache::length).toArray();
        IntTensor ids = IntTensor.of(newest, texts, 1);
        requireShape(ids, Arrays.stream(positions).max().orElse(0));
        return Autograd.noGrad(() -> {
            int[] before = IntStream.range(0, texts).map(text -> caches.get(text)
                    .append(IntTensor.of(new int[][] {{newest[text]}}))[0]).toArray();
            Tensor x = embed(ids, IntTensor.of(positions, texts, 1), before);
            for (int i = 0; i < blocks.size(); i++) {        // (texts, 1, embDim)
                int layer = i;
                x = blocks.get(i).forward(x,
                        caches.stream().map(cache -> cache.layers().get(layer)).toList());
            }
            return head.forward(finalNorm.forward(x.reshape(texts, config.embDim())));
        });                                                  // (texts, vocabSize)
    }

    private Tensor embed(IntTensor ids, int firstPosition, int... before) {
        requireShape(ids, firstPosition);
        int tokens = ids.size(1);
        return embed(ids, IntTensor.of(IntStream.range(firstPosition, firstPosition + tokens)
                .toArray(), tokens), before);
    }

    /// What a token is, and where it stands unless the heads are told.
    ///
    /// @param positions of all sequences, `(tokens)`, or of each, `(batch, tokens)`
    /// @param before    the token before the first of each, `(batch)`
    private Tensor embed(IntTensor ids, IntTensor positions, int... before) {
        Tensor tokens = vectors(ids);                        // (batch, tokens, embDim)
        if (smear != null) {
            tokens = smear.forward(tokens, vectorsOf(before));
        }
        if (positionEmbedding != null) {
            tokens = tokens.add(positionEmbedding.forward(positions));
        }
        return dropout.forward(tokens);
    }

    private Tensor vectors(IntTensor ids) {
        Tensor tokens = tokenEmbedding.forward(ids);         // (batch, tokens, embDim)
        if (config.embeddingScale() != 1) {
            tokens = tokens.mul(config.embeddingScale());
        }
        return config.embeddingNorm() ? unitNorm(tokens) : tokens;
    }

    /// Scales each vector to root mean square 1.
    private Tensor unitNorm(Tensor x) {
        Tensor ones = Tensor.full(1, Shape.of(config.embDim()), x.backend());
        return Normalization.rmsNorm(x, ones, 0, config.finalNorm().epsilon());
    }

    /// @param ids `(batch)`; [ModelCache#NONE] has the vector 0
    /// @return `(batch, 1, embDim)`
    private Tensor vectorsOf(int... ids) {
        float[] there = new float[ids.length];
        for (int i = 0; i < ids.length; i++) {
            there[i] = ids[i] == ModelCache.NONE ? 0 : 1;
        }
        int[] known = Arrays.stream(ids).map(id -> Math.max(id, 0)).toArray();
        return vectors(IntTensor.of(known, ids.length, 1))
                .mul(Tensor.of(there, Shape.of(ids.length, 1, 1), tokenEmbedding.weight().backend()));
    }

    /// The same function as training has made it, without what only training needs: a norm of the
    /// embeddings is in their table. This model itself where it has none.
    public DecoderModel exported() {
        DecoderConfig other = config.exported();
        if (other.equals(config)) {
            return this;
        }
        DecoderModel copy = new DecoderModel(other, random, Initializer.none());
        copy.loadStateDict(stateDict());
        copy.tokenEmbedding.weight().copyFrom(
                Autograd.noGrad(() -> unitNorm(tokenEmbedding.weight())));
        if (!training()) {
            copy.eval();
        }
        return copy;
    }

    /// Gives a tied head a weight of its own, which begins as the token embedding is; the
    /// configuration says so from then on, and what was around the head goes. A head that has a
    /// weight of its own stays as it is.
    public void untieHead() {
        Parameter embedding = tokenEmbedding.weight();
        if (head.weight() != embedding) {
            return;
        }
        Linear own = new Linear(config.embDim(), config.vocabSize(), false,
                Initializer.none());
        own.to(embedding.backend());
        own.weight().copyFrom(embedding);
        own.weight().requireGrad(embedding.requiresGrad());
        own.to(embedding.dtype());
        head.replaceBy(own);
        config = config.withUntiedHead();
    }

    private void requireShape(IntTensor ids, int firstPosition) {
        if (ids.shape().rank() != 2 || ids.count() == 0) {
            throw new IllegalArgumentException(
                    "ids must be (batch, tokens), got " + ids.shape());
        }
        if (firstPosition + ids.size(1) > config.longestText()) {
            throw new IllegalArgumentException("a sequence must have at most contextLength=%d "
                    .formatted(config.longestText()) + "tokens, got "
                    + (firstPosition + ids.size(1)));
        }
    }

    @Override
    public ModelCache newCache(int batch, int tokens) {
        return ModelCache.of(config, batch, Math.min(tokens, config.longestText()));
    }

    @Override
    public int vocabSize() {
        return config.vocabSize();
    }

    @Override
    public int contextLength() {
        return config.longestText();
    }

    public DecoderConfig config() {
        return config;
    }

    /// Where dropout's seeds come from; a checkpoint stores its state.
    public RandomState random() {
        return random;
    }

    public Embedding tokenEmbedding() {
        return tokenEmbedding;
    }

    /// @throws IllegalStateException if tokens do not see the one before
    public Smear smear() {
        if (smear == null) {
            throw new IllegalStateException(
                    "the model must smear its embeddings, got one that does not");
        }
        return smear;
    }

    /// @throws IllegalStateException if positions are not learned
    public Embedding positionEmbedding() {
        if (positionEmbedding == null) {
            throw new IllegalStateException(
                    "the model must learn its positions, got one that rotates its heads");
        }
        return positionEmbedding;
    }

    public List<TransformerBlock> blocks() {
        return blocks;
    }

    public Norm finalNorm() {
        return finalNorm;
    }

    /// Scores the tokens of the vocabulary; its weight, `(vocabSize, embDim)`, is the token embedding
    /// itself where the head is tied.
    public Linear head() {
        return head;
    }
}

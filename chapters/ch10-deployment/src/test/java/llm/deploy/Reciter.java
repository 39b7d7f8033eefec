package llm.deploy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import llm.instruct.PlainFormat;
import llm.model.DecoderModel;
import llm.model.GptConfig;
import llm.model.LanguageModel;
import llm.model.ModelCache;
import llm.tensor.IntTensor;
import llm.tensor.Tensor;

/// A model that recites one text over and over, byte by byte: which byte comes depends on the place
/// alone. The next byte of the text is by far the likeliest, the letter x comes second.
///
/// @param inner keeps the caches
/// @param text  what it recites
/// @param pause how long it thinks about a token
public record Reciter(DecoderModel inner, byte[] text, Duration pause) implements LanguageModel {
    private static final int VOCAB_SIZE = 257;               // all bytes, and the end of a text

    /// Ready to be served.
    public static ServedModel served(String text, Duration pause) {
        DecoderModel inner = new DecoderModel(GptConfig.of(VOCAB_SIZE, 2_000, 4, 1, 1), 1);
        return new ServedModel("reciter", new Reciter(inner,
                text.getBytes(StandardCharsets.UTF_8), pause), PieceTokenizer.ofBytes(VOCAB_SIZE),
                Set.of(), new ChatLayout(PlainFormat.PHI3));
    }

    private float[] after(int length) {
        float[] logits = new float[VOCAB_SIZE];
        logits['x'] = 10;
        logits[text[length % text.length] & 0xFF] = 20;
        return logits;
    }

    @Override
    public Tensor nextLogits(IntTensor ids, ModelCache cache) {
        return nextLogits(ids.values(), List.of(cache));
    }

    @Override
    public Tensor nextLogits(int[] newest, List<ModelCache> caches) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        float[] all = new float[newest.length * VOCAB_SIZE];
        for (int i = 0; i < newest.length; i++) {
            inner.read(IntTensor.of(new int[] {newest[i]}, 1, 1), caches.get(i));
            System.arraycopy(after(caches.get(i).length()), 0, all, i * VOCAB_SIZE, VOCAB_SIZE);
        }
        return Tensor.of(all, newest.length, VOCAB_SIZE);
    }

    @Override
    public void read(IntTensor ids, ModelCache cache) {
        inner.read(ids, cache);
    }

    @Override
    public Tensor logits(IntTensor ids, ModelCache cache) {
        throw new UnsupportedOperationException("a reciter scores no prompts");
    }

    @Override
    public int vocabSize() {
        return VOCAB_SIZE;
    }

    @Override
    public int contextLength() {
        return inner.contextLength();
    }

    @Override
    public Tensor forward(IntTensor ids) {
        return inner.forward(ids);
    }

    @Override
    public Tensor lossSum(IntTensor ids, IntTensor targets) {
        return inner.lossSum(ids, targets);
    }

    @Override
    public Tensor logProbs(IntTensor ids, IntTensor targets) {
        return inner.logProbs(ids, targets);
    }

    @Override
    public ModelCache newCache(int batch, int tokens) {
        return inner.newCache(batch, tokens);
    }
}

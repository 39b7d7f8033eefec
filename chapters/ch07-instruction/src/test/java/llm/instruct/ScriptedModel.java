package llm.instruct;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import llm.model.DecoderModel;
import llm.model.LanguageModel;
import llm.model.ModelCache;
import llm.tensor.IntTensor;
import llm.tensor.Tensor;

/// A model that writes one text, whatever it is asked.
///
/// @param inner   does all the rest
/// @param script  the tokens that it writes
/// @param written how many of them in each text
record ScriptedModel(DecoderModel inner, int[] script, Map<ModelCache, Integer> written)
        implements LanguageModel {

    ScriptedModel(DecoderModel inner, int... script) {
        this(inner, script, new HashMap<>());
    }

    private float[] next(ModelCache cache) {
        int place = written.merge(cache, 1, Integer::sum) - 1;
        float[] logits = new float[vocabSize()];
        logits[script[place]] = 1;
        return logits;
    }

    @Override
    public void read(IntTensor ids, ModelCache cache) {
        inner.read(ids, cache);
    }

    @Override
    public Tensor logits(IntTensor ids, ModelCache cache) {
        return inner.logits(ids, cache);
    }

    @Override
    public Tensor nextLogits(IntTensor ids, ModelCache cache) {
        inner.nextLogits(ids, cache);
        return Tensor.of(next(cache), 1, vocabSize());
    }

    @Override
    public Tensor nextLogits(int[] newest, List<ModelCache> caches) {
        inner.nextLogits(newest, caches);
        float[] all = new float[newest.length * vocabSize()];
        for (int text = 0; text < newest.length; text++) {
            System.arraycopy(next(caches.get(text)), 0, all, text * vocabSize(), vocabSize());
        }
        return Tensor.of(all, newest.length, vocabSize());
    }

    @Override
    public ModelCache newCache(int batch, int tokens) {
        return inner.newCache(batch, tokens);
    }

    @Override
    public int vocabSize() {
        return inner.vocabSize();
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
}

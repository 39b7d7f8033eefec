package llm.deploy.chat;

import java.util.List;
import llm.model.DecoderModel;
import llm.model.LanguageModel;
import llm.model.ModelCache;
import llm.tensor.IntTensor;
import llm.tensor.Tensor;

/// Counts the tokens that a model computes.
final class CountingModel implements LanguageModel {
    int computed;
    Runnable whileReading = () -> { };
    private final DecoderModel model;

    CountingModel(DecoderModel model) {
        this.model = model;
    }

    private void count(int tokens) {
        computed += tokens;
        whileReading.run();
    }

    @Override
    public int vocabSize() {
        return model.vocabSize();
    }

    @Override
    public int contextLength() {
        return model.contextLength();
    }

    @Override
    public Tensor forward(IntTensor ids) {
        return model.forward(ids);
    }

    @Override
    public Tensor lossSum(IntTensor ids, IntTensor targets) {
        return model.lossSum(ids, targets);
    }

    @Override
    public Tensor logProbs(IntTensor ids, IntTensor targets) {
        return model.logProbs(ids, targets);
    }

    @Override
    public ModelCache newCache(int batch, int tokens) {
        return model.newCache(batch, tokens);
    }

    @Override
    public void read(IntTensor ids, ModelCache cache) {
        count(ids.count());
        model.read(ids, cache);
    }

    @Override
    public Tensor logits(IntTensor ids, ModelCache cache) {
        count(ids.count());
        return model.logits(ids, cache);
    }

    @Override
    public Tensor nextLogits(IntTensor ids, ModelCache cache) {
        count(ids.count());
        return model.nextLogits(ids, cache);
    }

    @Override
    public Tensor nextLogits(int[] newest, List<ModelCache> caches) {
        count(newest.length);
        return model.nextLogits(newest, caches);
    }
}

package llm.pretrain;

import llm.model.LanguageModel;
import llm.tensor.CrossEntropy;
import llm.tensor.Tensor;
import llm.text.dataset.Batch;
import llm.train.Objective;

/// Pretraining's objective: at every place of a text, be as little surprised as can be by the token
/// that comes next. Source: Radford et al. (2018), §3.1.
public record NextToken(LanguageModel model) implements Objective<Batch> {

    /// Targets of [CrossEntropy#IGNORED] do not count.
    @Override
    public long targets(Batch batch) {
        return CrossEntropy.counted(batch.targets());
    }

    @Override
    public Tensor loss(Batch batch) {
        return model.lossSum(batch.inputs(), batch.targets());
    }

    @Override
    public long tokens(Batch batch) {
        return batch.inputs().count();
    }
}

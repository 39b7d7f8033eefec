package llm.pretrain;

import llm.model.DecoderModel;
import llm.tensor.optim.AdamConfig;
import llm.tensor.optim.AdamW;
import llm.tensor.optim.Optimizer;
import llm.tensor.optim.ParameterGroup;
import llm.text.dataset.Batch;
import llm.train.Learner;
import llm.train.Trainer;
import llm.train.TrainingConfig;
import llm.train.TrainingData;

/// What language models are pretrained with, put together.
public final class Pretraining {
    /// What matrices are usually pulled towards 0 with (Brown et al., 2020, appendix B).
    public static final double WEIGHT_DECAY = 0.1;

    private Pretraining() {
    }

    /// AdamW over all parameters that are not frozen; only matrices and embeddings decay. The
    /// learning rate is the schedule's.
    public static AdamW optimizer(DecoderModel model, AdamConfig adam, double weightDecay) {
        return new AdamW(ParameterGroup.decayMatrices(model.trainableParameters(), weightDecay), 0,
                adam);
    }

    /// A model that guesses next tokens, and the optimizer that changes it.
    public static Learner learner(DecoderModel model, Optimizer optimizer) {
        return Learner.of(model, optimizer, model.random(), model.config());
    }

    /// A training with the usual optimizer.
    public static Trainer<Batch> trainer(DecoderModel model, TrainingData<Batch> data,
                                         TrainingConfig config) {
        return trainer(model, optimizer(model, AdamConfig.LANGUAGE_MODEL, WEIGHT_DECAY), data,
                config);
    }

    /// The same with another one.
    public static Trainer<Batch> trainer(DecoderModel model, Optimizer optimizer,
                                         TrainingData<Batch> data, TrainingConfig config) {
        return new Trainer<>(learner(model, optimizer), new NextToken(model), data, config);
    }
}

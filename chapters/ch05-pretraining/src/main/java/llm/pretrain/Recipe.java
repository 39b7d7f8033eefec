package llm.pretrain;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import llm.model.DecoderConfig;
import llm.model.DecoderModel;
import llm.tensor.Parameter;
import llm.tensor.optim.AdamConfig;
import llm.tensor.optim.Muon;
import llm.tensor.optim.MuonConfig;
import llm.tensor.optim.Optimizer;
import llm.tensor.optim.ParameterGroup;
import llm.train.LearningRateSchedule;
import org.jspecify.annotations.Nullable;

/// How a model begins, what moves its parameters, and how the learning rate goes.
///
/// @param zeroOutputs whether what adds to the residual begins at 0, and a head of its own too
/// @param muon        how Muon moves the matrices of the blocks; null where AdamW moves everything
/// @param decayShare  share of the steps in which the rate falls in a straight line to 0; null for
///                    half a cosine down to a tenth
public record Recipe(boolean zeroOutputs, @Nullable MuonConfig muon,
                     @Nullable Double decayShare) {
    /// What GPT-2 and GPT-3 were trained with (Brown et al., 2020, appendix B).
    public static final Recipe GPT = new Recipe(false, null, null);
    /// What a small model learns fastest with: half of the steps at the full rate.
    public static final Recipe MODERN = new Recipe(true, MuonConfig.STANDARD, 0.5);

    /// Learning rates of AdamW beside Muon's, for one of 1: an embedding is met by a few tokens of a
    /// batch, and what is normalised afterwards may be of any size.
    private static final double EMBEDDING_RATE = 5;
    private static final double HEAD_RATE = 0.5;
    private static final double VECTOR_RATE = 0.5;

    /// A model to begin with.
    public DecoderModel model(DecoderConfig config, long seed) {
        DecoderModel model = new DecoderModel(config, seed);
        if (zeroOutputs) {
            model.startOutputsAtZero();
        }
        return model;
    }

    /// What changes all parameters that are not frozen. Of what AdamW moves alone, only matrices and
    /// embeddings decay; beside Muon, only what Muon moves. The learning rate is the schedule's.
    public Optimizer optimizer(DecoderModel model, AdamConfig adam, double weightDecay) {
        return muon == null ? Pretraining.optimizer(model, adam, weightDecay)
                : muon(model, adam, weightDecay, muon);
    }

    private static Muon muon(DecoderModel model, AdamConfig adam, double weightDecay,
                             MuonConfig settings) {
        Map<String, Parameter> matrices = new LinkedHashMap<>();
        Map<String, Parameter> tables = new LinkedHashMap<>();
        Map<String, Parameter> head = new LinkedHashMap<>();
        Map<String, Parameter> vectors = new LinkedHashMap<>();
        model.trainableParameters().forEach((name, parameter) -> {
            Map<String, Parameter> group = parameter.rank() != 2 ? vectors
                    : name.startsWith("blocks.") ? matrices
                    : name.startsWith("head.") ? head : tables;
            group.put(name, parameter);
        });
        return new Muon(List.of(new ParameterGroup(matrices, weightDecay)),
                List.of(new ParameterGroup(tables, 0, EMBEDDING_RATE),
                        new ParameterGroup(head, 0, HEAD_RATE),
                        new ParameterGroup(vectors, 0, VECTOR_RATE)), 0, settings, adam);
    }

    /// The learning rates of a training.
    public LearningRateSchedule schedule(double maxRate, int warmupSteps, int steps) {
        return decayShare == null ? LearningRateSchedule.of(maxRate, warmupSteps, steps)
                : LearningRateSchedule.warmupStableDecay(maxRate, warmupSteps, steps, decayShare);
    }
}

package llm.pretrain;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import llm.attention.AttentionConfig;
import llm.model.DecoderConfig;
import llm.model.DecoderModel;
import llm.tensor.Parameter;
import llm.tensor.optim.AdamConfig;
import llm.tensor.optim.Muon;
import llm.tensor.optim.Muon.Matrices;
import llm.tensor.optim.MuonConfig;
import llm.tensor.optim.Optimizer;
import llm.tensor.optim.Orthogonalizer;
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
    /// Four iterations are enough for what training asks of orthogonal steps, and cost less.
    private static final MuonConfig MUON = MuonConfig.STANDARD
            .withOrthogonalizer(Orthogonalizer.POLAR_EXPRESS.withSteps(4));
    /// What a small model learns fastest with. The rate falls from the end of the warm-up to 0
    /// (Bergsma et al., 2025, "Straight to zero").
    public static final Recipe MODERN = new Recipe(true, MUON, 1.0);
    /// [#MODERN] with GPT's schedule.
    static final Recipe MUON_AND_COSINE = new Recipe(true, MUON, null);

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

    /// The projections of each head are matrices of their own. A table that is not normalised
    /// afterwards goes at the pace of a head.
    private static Muon muon(DecoderModel model, AdamConfig adam, double weightDecay,
                             MuonConfig settings) {
        AttentionConfig attention = model.config().block(0).attention();
        double tableRate = model.config().embeddingNorm() ? EMBEDDING_RATE : HEAD_RATE;
        Map<Kind, Map<String, Parameter>> kinds = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            kinds.put(kind, new LinkedHashMap<>());
        }
        model.trainableParameters().forEach((name, parameter) ->
                kinds.get(Kind.of(name, parameter)).put(name, parameter));
        return new Muon(List.of(
                new Matrices(decayed(kinds, Kind.QUERY, weightDecay), attention.heads(), 1),
                new Matrices(decayed(kinds, Kind.KEY_VALUE, weightDecay), attention.kvHeads(), 1),
                new Matrices(decayed(kinds, Kind.OUTPUT, weightDecay), 1, attention.heads()),
                Matrices.of(decayed(kinds, Kind.FEED_FORWARD, weightDecay))),
                List.of(new ParameterGroup(kinds.get(Kind.TABLE), 0, tableRate),
                        new ParameterGroup(kinds.get(Kind.HEAD), 0, HEAD_RATE),
                        new ParameterGroup(kinds.get(Kind.VECTOR), 0, VECTOR_RATE)),
                0, settings, adam);
    }

    private static ParameterGroup decayed(Map<Kind, Map<String, Parameter>> kinds, Kind kind,
                                          double weightDecay) {
        return new ParameterGroup(kinds.get(kind), weightDecay);
    }

    /// Kinds of parameters that learn differently.
    private enum Kind {
        QUERY, KEY_VALUE, OUTPUT, FEED_FORWARD, TABLE, HEAD, VECTOR;

        static Kind of(String name, Parameter parameter) {
            if (parameter.rank() != 2) {
                return VECTOR;
            }
            if (!name.startsWith("blocks.")) {
                return name.startsWith("head.") ? HEAD : TABLE;
            }
            return name.endsWith("attention.query.weight") ? QUERY
                    : name.endsWith("attention.output.weight") ? OUTPUT
                    : name.contains(".attention.") ? KEY_VALUE : FEED_FORWARD;
        }
    }

    /// The learning rates of a training.
    public LearningRateSchedule schedule(double maxRate, int warmupSteps, int steps) {
        return decayShare == null ? LearningRateSchedule.of(maxRate, warmupSteps, steps)
                : LearningRateSchedule.warmupStableDecay(maxRate, warmupSteps, steps, decayShare);
    }
}

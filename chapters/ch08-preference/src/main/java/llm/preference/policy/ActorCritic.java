package llm.preference.policy;

import llm.model.DecoderModel;
import llm.tensor.IntTensor;
import llm.tensor.Tensor;
import llm.tensor.layer.Initializer;
import llm.tensor.layer.Layer;
import llm.tensor.layer.Linear;

/// The two models that PPO trains: a policy that answers, and a critic that says at each token what
/// the answer will be worth. The critic is a model of its own, which begins as a reward model or as
/// the policy does, with a head that scores 0.
public final class ActorCritic extends Layer {
    private final DecoderModel policy;
    private final DecoderModel critic;

    /// @param critic its head gives one number
    /// @throws IllegalArgumentException if it gives more
    public ActorCritic(DecoderModel policy, DecoderModel critic) {
        if (critic.head().weight().size(0) != 1) {
            throw new IllegalArgumentException("a critic's head must give one number, got "
                    + critic.head().weight().size(0));
        }
        this.policy = child("policy", policy);
        this.critic = child("critic", critic);
    }

    /// Makes a critic of a language model: its head gives way to one that scores 0 until it learns.
    public static DecoderModel critic(DecoderModel model) {
        Linear head = new Linear(model.config().embDim(), 1, false, Initializer.none());
        head.weight().copyFrom(Tensor.zeros(1, model.config().embDim()));
        head.to(model.head().weight().backend());
        model.head().replaceBy(head);
        return model;
    }

    public DecoderModel policy() {
        return policy;
    }

    public DecoderModel critic() {
        return critic;
    }

    /// What the answer will be worth, seen before each token.
    ///
    /// @param ids `(rows, tokens)`
    /// @return `(rows, tokens)`
    public Tensor values(IntTensor ids) {
        return critic.forward(ids).reshape(ids.size(0), ids.size(1));
    }
}

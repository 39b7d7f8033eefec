package llm.preference.policy;

import java.util.List;
import llm.instruct.Instruction;
import llm.preference.Metrics;
import llm.tensor.Autograd;

/// How good a policy's answers are to prompts that it does not learn from.
///
/// @param sampler answers; with the likeliest tokens unless chance is wanted
/// @param prompts what is asked
/// @param reward  what an answer is worth
/// @param seed    where answers are drawn from, if they are drawn
public record PolicyEvaluation(GroupSampler sampler, List<Instruction> prompts, Reward reward,
                               long seed) {

    public PolicyEvaluation {
        prompts = List.copyOf(prompts);
        if (prompts.isEmpty()) {
            throw new IllegalArgumentException("there must be a prompt to evaluate on, got none");
        }
    }

    /// The mean reward of an answer to each prompt.
    public double meanReward() {
        return meanReward(new Metrics());
    }

    /// The same, and takes down how long the answers are.
    double meanReward(Metrics metrics) {
        List<Completion> answers = sampler.sample(prompts, 1, seed);
        Rollouts rollouts = new Rollouts(answers, 1, reward.of(answers),
                sampler.format().end(sampler.tokenizer()));
        Autograd.noGrad(() -> rollouts.watch(metrics));
        return rollouts.meanReward();
    }
}

package llm.tools.preference;

import java.io.PrintWriter;
import llm.tools.finetune.FinetuneFlow;
import org.jspecify.annotations.Nullable;

/// What learning from rewards gave.
///
/// @param reward   mean reward of the last tenth of the steps
/// @param kl       mean KL to the policy as it began, in nats per token, over the same steps; null
///                 where nobody looked
/// @param learning parameters that learned
/// @param before   how many test answers were right before
/// @param after    how many are right now
record LearnedPolicy(String folder, int steps, double reward, @Nullable Double kl,
                     long learning, PolicyScores before, PolicyScores after)
        implements FinetuneFlow.Result {
    @Override
    public void print(PrintWriter out) {
        out.printf("%,d steps: right answers to %,d test prompts: before %s; now %s, in %s%n",
                steps, after.count(), before, after, folder);
    }
}

package llm.preference.policy;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.function.Function;
import llm.instruct.Instruction;
import llm.preference.Metrics;
import llm.text.dataset.BatchSource;
import org.jspecify.annotations.Nullable;

/// Batches that a policy makes itself: it answers some prompts, the answers are rewarded, and what
/// is to be learned from them is used up before it answers again.
///
/// A place in it says which prompts come next; their answers follow from it, the seed and the
/// policy. While answers are being used up the policy is no longer the one that gave them, so a
/// training can be saved only between, and what was under way is made again.
///
/// @param <B> what the objective learns from
public final class RolloutSource<B> implements BatchSource<B> {
    private final BatchSource<List<Instruction>> prompts;
    private final GroupSampler sampler;
    private final Options options;
    private final Function<Rollouts, List<B>> learnable;
    private final Metrics metrics;
    private final Queue<B> left = new ArrayDeque<>();

    /// @param groupSize answers to each prompt
    /// @param reward    what an answer is worth to the policy
    /// @param truth     what it is really worth, which is watched only; null if nobody can say
    /// @param seed      where answers are drawn from
    public record Options(int groupSize, Reward reward, @Nullable Reward truth, long seed) {

        public Options {
            if (groupSize < 1) {
                throw new IllegalArgumentException("groupSize must be 1 or more, got " + groupSize);
            }
        }

        public static Options of(int groupSize, Reward reward, long seed) {
            return new Options(groupSize, reward, null, seed);
        }

        /// The same, with an eye on what answers are really worth.
        public Options watching(Reward real) {
            return new Options(groupSize, reward, real, seed);
        }
    }

    /// @param prompts   what is asked
    /// @param learnable makes batches of answers, in the order in which they are learned from
    public RolloutSource(BatchSource<List<Instruction>> prompts, GroupSampler sampler,
                         Options options, Function<Rollouts, List<B>> learnable, Metrics metrics) {
        this.prompts = prompts;
        this.sampler = sampler;
        this.options = options;
        this.learnable = learnable;
        this.metrics = metrics;
    }

    @Override
    public B next() {
        if (left.isEmpty()) {
            left.addAll(learnable.apply(rollouts()));
        }
        return left.remove();
    }

    private Rollouts rollouts() {
        long seed = seedAt(prompts.position());
        List<Completion> completions =
                sampler.sample(prompts.next(), options.groupSize, seed);
        Rollouts rollouts = new Rollouts(completions, options.groupSize,
                options.reward.of(completions), sampler.format().end(sampler.tokenizer()));
        rollouts.watch(metrics);
        if (options.truth != null) {
            metrics.add(Rollouts.TRUTH, options.truth.of(completions));
        }
        return rollouts;
    }

    private long seedAt(Position place) {
        long mixed = options.seed;
        for (long part : new long[] {place.epoch(), place.batch()}) {
            mixed = new SplittableRandom(mixed + part).nextLong();
        }
        return mixed;
    }

    @Override
    public Position position() {
        return prompts.position();
    }

    @Override
    public boolean resumable() {
        return left.isEmpty();
    }

    @Override
    public void restore(Position saved) {
        left.clear();
        prompts.restore(saved);
    }

    @Override
    public String fingerprint() {
        return "%s; groups of %d answers of %d tokens at most, drawn from seed %d".formatted(
                prompts.fingerprint(), options.groupSize, sampler.maxNewTokens(), options.seed);
    }
}

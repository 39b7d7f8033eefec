package llm.preference;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import llm.train.TrainingLog;

/// Says in one sentence what is off in a training on preferences or rewards, of the things that
/// cost people days because nothing fails. Each is said once.
public final class LossDoctor {
    private static final double SAME_LOSS = 0.02;            // relative, of a first loss
    private static final int STEPS = 10;                     // that are looked back at
    private static final double NEARLY_ALL = 0.9;
    private static final double RANDOM = 0.8;                // of the largest entropy
    private static final double WORSE = 2;                   // times the first loss
    private static final double RUINED = 0.25;               // of the best mean reward
    private static final double LOST = 0.05;                 // of the first reward
    private static final double MOVED = 0.1;                 // of a reward from 0 to 1

    private final double firstLoss;
    private final double largestEntropy;
    private final Set<String> said = new HashSet<>();

    /// What is off.
    ///
    /// @param sentence what was seen, and what usually helps
    /// @param stops    whether going on is a waste of time
    public record Finding(String sentence, boolean stops) {
    }

    /// @param firstLoss what the loss must begin with; NaN where nobody knows
    /// @param vocabSize tokens that the policy chooses from
    public LossDoctor(double firstLoss, int vocabSize) {
        this.firstLoss = firstLoss;
        largestEntropy = Math.log(vocabSize);
    }

    /// What is off after the last step, and has not been said before.
    public List<Finding> look(TrainingLog losses, MetricsLog metrics) {
        List<Finding> findings = new ArrayList<>();
        begin(losses).ifPresent(findings::add);
        worse(losses).ifPresent(findings::add);
        random(metrics).ifPresent(findings::add);
        equalRewards(metrics).ifPresent(findings::add);
        cut(metrics).ifPresent(findings::add);
        ruined(metrics).ifPresent(findings::add);
        hacked(metrics).ifPresent(findings::add);
        return findings;
    }

    private Optional<Finding> begin(TrainingLog losses) {
        double first = losses.rows().getFirst().trainingLoss();
        return say("begin", Math.abs(first - firstLoss) > SAME_LOSS * Math.abs(firstLoss) + 1e-4,
                false, "the first loss must be %.4f, got %.4f: policy and reference are not the "
                + "same model at the start, or dropout is on", firstLoss, first);
    }

    private Optional<Finding> worse(TrainingLog losses) {
        double now = losses.rows().stream().skip(Math.max(0, losses.rows().size() - STEPS))
                .mapToDouble(TrainingLog.Row::trainingLoss).average().orElseThrow();
        return say("worse", firstLoss > 0 && losses.rows().size() >= STEPS
                && now > WORSE * firstLoss, true, "the loss has risen from %.3f to %.3f in the "
                + "mean of %d steps: the learning rate is too high", firstLoss, now, STEPS);
    }

    private Optional<Finding> random(MetricsLog metrics) {
        double entropy = metrics.recent("entropy", STEPS);
        double first = entropy - risen(metrics, "entropy");
        return say("random", entropy > RANDOM * largestEntropy
                && first < RANDOM * largestEntropy, true, "the policy has collapsed: "
                + "its entropy is %.2f nats of ln V = %.2f at most, so it draws tokens at random; "
                + "the learning rate is too high", entropy, largestEntropy);
    }

    private Optional<Finding> equalRewards(MetricsLog metrics) {
        boolean always = metrics.with("frac_reward_zero_std").size() >= STEPS
                && metrics.recent("frac_reward_zero_std", STEPS) == 1;
        return say("equal", always, false, "all groups have had equal rewards for %d steps, which "
                + "teaches nothing: the task is too hard or too easy, or groups are too small",
                STEPS);
    }

    private Optional<Finding> cut(MetricsLog metrics) {
        double cut = metrics.recent("completions/clipped_ratio", STEPS);
        return say("cut", metrics.rows().size() >= STEPS && cut >= NEARLY_ALL, false, "%.0f %% of "
                + "the answers were cut at the cap: allow more tokens, or begin with a model that "
                + "has learned to stop", 100 * cut);
    }

    /// Ruined after a while, or at once: then the first reward, from before the policy moved, is all
    /// that there was.
    private Optional<Finding> ruined(MetricsLog metrics) {
        List<MetricsLog.Row> rewarded = metrics.with("reward");
        double first = rewarded.size() < STEPS ? Double.NaN
                : rewarded.getFirst().value("reward");
        double best = best(metrics);
        double now = metrics.recent("reward", STEPS);
        return say("ruined", best > MOVED && now < RUINED * best
                || first > MOVED && now < LOST * first, true, "the policy has collapsed: its mean "
                + "reward has fallen from %.2f to %.2f; the learning rate is too high",
                Double.isNaN(first) ? best : Math.max(first, best), now);
    }

    /// The best mean reward of so many steps in a row.
    private static double best(MetricsLog metrics) {
        double[] rewards = metrics.with("reward").stream()
                .mapToDouble(row -> row.value("reward")).toArray();
        double best = Double.NEGATIVE_INFINITY;
        double sum = 0;
        for (int i = 0; i < rewards.length; i++) {
            sum += rewards[i] - (i < STEPS ? 0 : rewards[i - STEPS]);
            best = i + 1 >= STEPS ? Math.max(best, sum / STEPS) : best;
        }
        return best;
    }

    private Optional<Finding> hacked(MetricsLog metrics) {
        double proxy = risen(metrics, "reward");
        double truth = risen(metrics, "reward/true");
        return say("hacked", proxy > MOVED && truth < -MOVED, false, "the reward has risen by %.2f "
                + "while what it stands for has fallen by %.2f: the policy has found a flaw of the "
                + "reward; stop earlier, or raise the price of the KL", proxy, -truth);
    }

    /// The mean of the last steps less that of the first; NaN where there are too few.
    private static double risen(MetricsLog metrics, String name) {
        List<MetricsLog.Row> rows = metrics.with(name);
        return rows.size() < 2 * STEPS ? Double.NaN : metrics.recent(name, STEPS)
                - rows.subList(0, STEPS).stream().mapToDouble(row -> row.value(name)).average()
                .orElseThrow();
    }

    private Optional<Finding> say(String what, boolean seen, boolean stops, String sentence,
                                  Object... values) {
        return seen && said.add(what)
                ? Optional.of(new Finding(String.format(Locale.ROOT, sentence, values), stops))
                : Optional.empty();
    }
}

package llm.tools.ladder;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import llm.pretrain.Rung;
import llm.tools.ladder.LadderRuns.Curve;
import org.jspecify.annotations.Nullable;

/// What the ladder showed.
///
/// @param rungs in order
record LadderTable(List<Line> rungs) {

    /// One rung over all seeds.
    ///
    /// @param steps          of a training, on average
    /// @param seconds        of a training without its evaluations, on average
    /// @param loss           the last validation loss, in nats per token
    /// @param secondsToFirst until the last loss of the first rung with the same seed; null if one of
    ///                       the seeds never got there
    /// @param share          that time as a share of the first rung's
    /// @param curves         one for each seed
    /// @param shorter        the same with a shorter schedule; null where there is none
    record Line(String name, String idea, double steps, double seconds, Spread loss,
                @Nullable Spread secondsToFirst, @Nullable Spread share, List<Curve> curves,
                @Nullable Shorter shorter) {

        /// The same beside trainings with a shorter schedule.
        Line with(List<Curve> trainings, List<Curve> first) {
            double[] losses = trainings.stream().mapToDouble(c -> c.last().loss()).toArray();
            double[] shares = IntStream.range(0, losses.length).mapToDouble(i ->
                    trainings.get(i).last().seconds() / first.get(i).last().seconds()).toArray();
            int reached = (int) IntStream.range(0, losses.length)
                    .filter(i -> losses[i] <= first.get(i).last().loss()).count();
            return new Line(name, idea, steps, seconds, loss, secondsToFirst, share, curves,
                    new Shorter(Spread.of(losses), Spread.of(shares), reached, trainings));
        }
    }

    /// Trainings whose rate has come down earlier.
    ///
    /// @param loss    the last
    /// @param share   of the first rung's time that they took
    /// @param reached how many of them ended at most at the first rung's loss
    /// @param curves  one for each seed
    record Shorter(Spread loss, Spread share, int reached, List<Curve> curves) {}

    /// A mean and a sample deviation, which is 0 for a single value.
    record Spread(double mean, double deviation) {

        static Spread of(double... values) {
            double mean = DoubleStream.of(values).average().orElse(Double.NaN);
            double squares = DoubleStream.of(values).map(v -> (v - mean) * (v - mean)).sum();
            return new Spread(mean,
                    values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1)));
        }

        private String text(String format) {
            return String.format(Locale.ROOT, format + " ± " + format, mean, deviation);
        }
    }

    /// @param first the curves of the first rung
    static Line line(Rung rung, List<Curve> curves, List<Curve> first) {
        double[] times = IntStream.range(0, curves.size()).mapToDouble(seed ->
                curves.get(seed).secondsTo(first.get(seed).last().loss())).toArray();
        boolean reached = DoubleStream.of(times).noneMatch(Double::isNaN);
        double[] shares = IntStream.range(0, times.length)
                .mapToDouble(seed -> times[seed] / first.get(seed).last().seconds()).toArray();
        return new Line(rung.name(), rung.idea(),
                curves.stream().mapToInt(curve -> curve.last().step()).average().orElseThrow(),
                curves.stream().mapToDouble(curve -> curve.last().seconds()).average().orElseThrow(),
                Spread.of(curves.stream().mapToDouble(curve -> curve.last().loss()).toArray()),
                reached ? Spread.of(times) : null, reached ? Spread.of(shares) : null, curves,
                null);
    }

    void print(PrintWriter out) {
        out.printf("%-8s %7s %9s  %-15s  %-15s  %s%n", "rung", "steps", "ms/step", "last loss",
                "first's after s", "of its time");
        for (Line line : rungs) {
            out.printf(Locale.ROOT, "%-8s %,7.0f %9.1f  %-15s  %-15s  %s%n", line.name, line.steps,
                    1_000 * line.seconds / line.steps, line.loss.text("%.3f"),
                    line.secondsToFirst == null ? "never" : line.secondsToFirst.text("%.1f"),
                    line.share == null ? "" : line.share.text("%.2f"));
        }
        for (Line line : rungs) {
            Shorter shorter = line.shorter;
            if (shorter != null) {
                out.printf("%-8s with a shorter schedule, %s of the first's time: %s, "
                        + "%d of %d at most the first's%n", line.name,
                        shorter.share.text("%.2f"), shorter.loss.text("%.3f"), shorter.reached,
                        shorter.curves.size());
            }
        }
        rungs.forEach(line -> out.printf("%-8s %s%s%n", line.name,
                line == rungs.getFirst() ? "" : "+ ", line.idea));
    }
}

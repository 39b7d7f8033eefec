package llm.preference.policy;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import llm.chart.ChartPicture;
import llm.chart.ChartStyle;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// How accuracy grows with the number of answers that one is chosen from: compute spent at
/// inference instead of in training. Source: Snell et al. (2024), Scaling LLM Test-Time Compute,
/// §2.
///
/// @param points for 1, 2, 4, … answers
public record ScalingCurve(List<Point> points) {
    /// Accuracies with so many answers to each prompt.
    ///
    /// @param answers  to choose from
    /// @param majority where the most frequent one is taken
    /// @param best     where the one that a reward model scores highest is taken; NaN without one
    /// @param any      where a single right one among them is enough, which nobody can know
    public record Point(int answers, double majority, double best, double any) {
    }

    public ScalingCurve {
        points = List.copyOf(points);
    }

    /// From answers that were drawn once: each group is cut into as many parts as it has.
    ///
    /// @param completions consecutive groups of `groupSize` answers
    /// @param rule        says which are right
    /// @param scores      of a reward model, one for each; null for none
    public static ScalingCurve of(List<Completion> completions, int groupSize, Reward rule,
                                  float @Nullable [] scores) {
        if (groupSize < 1 || completions.isEmpty() || completions.size() % groupSize != 0) {
            throw new IllegalArgumentException(("completions must be one or more whole groups of "
                    + "groupSize=%d, got %d").formatted(groupSize, completions.size()));
        }
        float[] right = rule.of(completions);
        List<String> texts = completions.stream().map(each -> each.response().answer()).toList();
        List<Point> points = new ArrayList<>();
        for (int answers = 1; answers <= groupSize; answers *= 2) {
            points.add(point(new Drawn(texts, right, scores, groupSize), answers));
        }
        return new ScalingCurve(points);
    }

    private record Drawn(List<String> texts, float[] right, float @Nullable [] scores,
                         int groupSize) {
    }

    private static Point point(Drawn drawn, int answers) {
        double majority = 0;
        double best = 0;
        double any = 0;
        int[] starts = starts(drawn, answers);
        for (int from : starts) {
            int to = from + answers;
            majority += drawn.right[from + Voting.majority(drawn.texts.subList(from, to))];
            best += drawn.scores == null ? Double.NaN : drawn.right[from
                    + Voting.best(Arrays.copyOfRange(drawn.scores, from, to))];
            any += anyOf(drawn.right, from, to) ? 1 : 0;
        }
        int parts = starts.length;
        return new Point(answers, majority / parts, best / parts, any / parts);
    }

    /// Where the parts of all groups begin; what is left of a group is not used.
    private static int[] starts(Drawn drawn, int answers) {
        return IntStream.range(0, drawn.right.length).filter(i ->
                i % drawn.groupSize % answers == 0
                && i % drawn.groupSize + answers <= drawn.groupSize).toArray();
    }

    private static boolean anyOf(float[] right, int from, int to) {
        for (int i = from; i < to; i++) {
            if (right[i] == 1) {
                return true;
            }
        }
        return false;
    }

    /// The picture: each step to the right is twice as many answers.
    public ChartPicture picture() {
        XYChart chart = ChartStyle.lines("More answers instead of more training",
                "answers to choose from", "right (%)");
        chart.getStyler().setYAxisMin(0.0).setYAxisMax(100.0).setXAxisTickMarkSpacingHint(100)
                .setXAxisTickLabelsFormattingFunction(doublings ->
                        doublings % 1 == 0 ? String.valueOf(1 << doublings.intValue()) : "");
        add(chart, "any of them right", Point::any, ChartStyle.GREY);
        add(chart, "the most frequent", Point::majority, ChartStyle.BLUE);
        if (!Double.isNaN(points.getFirst().best())) {
            add(chart, "the best by a reward model", Point::best, ChartStyle.ORANGE);
        }
        return new ChartPicture(chart);
    }

    private void add(XYChart chart, String name, ToDoubleFunction<Point> of, Color color) {
        chart.addSeries(name, IntStream.range(0, points.size()).asDoubleStream().toArray(),
                        points.stream().mapToDouble(each -> 100 * of.applyAsDouble(each)).toArray())
                .setMarker(SeriesMarkers.CIRCLE).setMarkerColor(color).setLineColor(color);
    }
}

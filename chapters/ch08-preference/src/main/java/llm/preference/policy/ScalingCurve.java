package llm.preference.policy;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import llm.tensor.file.AtomicFile;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// How accuracy grows with the number of answers that one is chosen from: compute spent at
/// inference instead of in training. Source: Snell et al. (2024), Scaling LLM Test-Time Compute,
/// §2.
///
/// @param points for 1, 2, 4, … answers
public record ScalingCurve(List<Point> points) {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 500;
    private static final Color MAJORITY = new Color(0x1f77b4);
    private static final Color BEST = new Color(0xd95f02);
    private static final Color ANY = new Color(0x999999);

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

    private XYChart draw() {
        XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT)
                .title("More answers instead of more training")
                .xAxisTitle("answers to choose from").yAxisTitle("right (%)").build();
        chart.getStyler().setLegendPosition(LegendPosition.InsideSE)
                .setChartBackgroundColor(Color.WHITE).setPlotBorderVisible(false);
        chart.getStyler().setXAxisLogarithmic(true).setYAxisMin(0.0).setYAxisMax(100.0);
        chart.getStyler().setYAxisDecimalPattern("0").setXAxisDecimalPattern("0");
        add(chart, "any of them right", Point::any, ANY);
        add(chart, "the most frequent", Point::majority, MAJORITY);
        if (!Double.isNaN(points.getFirst().best())) {
            add(chart, "the best by a reward model", Point::best, BEST);
        }
        return chart;
    }

    private void add(XYChart chart, String name, ToDoubleFunction<Point> of, Color color) {
        chart.addSeries(name, points.stream().mapToDouble(Point::answers).toArray(),
                        points.stream().mapToDouble(each -> 100 * of.applyAsDouble(each)).toArray())
                .setMarker(SeriesMarkers.CIRCLE).setMarkerColor(color).setLineColor(color);
    }

    /// The picture as PNG.
    public byte[] png() throws IOException {
        ImageIO.setUseCache(false);                          // in /tmp, and only before a shutdown
        return ChartEncoder.getBytes(draw(), "png");
    }

    /// The picture as SVG.
    public byte[] svg() throws IOException {
        return ChartEncoder.getBytes(draw(), "svg");
    }

    /// Writes `NAME.png` and `NAME.svg`.
    public void write(Path folder, String name) throws IOException {
        byte[] png = png();
        byte[] svg = svg();
        AtomicFile.write(folder.resolve(name + ".png"), file -> Files.write(file, png));
        AtomicFile.write(folder.resolve(name + ".svg"), file -> Files.write(file, svg));
    }
}

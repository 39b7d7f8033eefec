package llm.tools.ladder;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import llm.chart.ChartPicture;
import llm.chart.ChartStyle;
import llm.tools.ladder.LadderRuns.Curve;
import llm.tools.ladder.LadderRuns.Point;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;

/// Loss over time, a colour for each rung and a line for each seed.
final class LadderChart {
    private static final double SHOWN = 4;                   // times the worst last loss
    private static final List<Color> COLOURS = List.of(ChartStyle.GREY, ChartStyle.BLUE,
            ChartStyle.GREEN, ChartStyle.ORANGE, ChartStyle.PURPLE, new Color(0xC2185B));

    private LadderChart() {
    }

    /// Writes `ladder.svg` and `ladder.png`.
    static void write(LadderTable table, Path folder) throws IOException {
        draw(table).write(folder, "ladder");
    }

    private static ChartPicture draw(LadderTable table) {
        XYChart chart = ChartStyle.lines("Validation loss over training time, "
                + table.rungs().size() + " rungs", "seconds of training", "loss (nats per token)");
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE)
                .setLegendLayout(LegendLayout.Vertical);
        double highest = SHOWN * table.rungs().stream()
                .mapToDouble(line -> line.loss().mean()).max().orElseThrow();
        for (int i = 0; i < table.rungs().size(); i++) {
            LadderTable.Line line = table.rungs().get(i);
            String name = (i == 0 ? "" : "+ ") + line.idea();
            for (int seed = 0; seed < line.curves().size(); seed++) {
                add(chart, name, seed, below(highest, line.curves().get(seed)),
                        COLOURS.get(i % COLOURS.size()));
            }
        }
        return new ChartPicture(chart);
    }

    private static List<Point> below(double highest, Curve curve) {
        return curve.points().stream().filter(point -> point.loss() <= highest).toList();
    }

    private static void add(XYChart chart, String name, int seed, List<Point> shown,
                            Color colour) {
        XYSeries series = chart.addSeries(seed == 0 ? name : name + ", seed " + (seed + 1),
                shown.stream().mapToDouble(Point::seconds).toArray(),
                shown.stream().mapToDouble(Point::loss).toArray());
        series.setLineColor(colour).setLineWidth(seed == 0 ? 2 : 1);
        series.setShowInLegend(seed == 0);
    }
}

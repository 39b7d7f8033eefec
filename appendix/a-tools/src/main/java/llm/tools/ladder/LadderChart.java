package llm.tools.ladder;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import llm.tensor.file.AtomicFile;
import llm.tools.ladder.LadderRuns.Curve;
import llm.tools.ladder.LadderRuns.Point;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// Loss over time, a colour for each rung and a line for each seed.
final class LadderChart {
    private static final int WIDTH = 1_000;
    private static final int HEIGHT = 560;
    private static final double SHOWN = 4;                   // times the worst last loss
    private static final Color[] COLOURS = {new Color(0x7f7f7f), new Color(0x1f77b4),
        new Color(0x2ca02c), new Color(0xd95f02), new Color(0x9467bd), new Color(0xc2185b)};

    private LadderChart() {
    }

    /// Writes `ladder.svg` and `ladder.png`.
    static void write(LadderTable table, Path folder) throws IOException {
        XYChart chart = draw(table);
        for (String format : List.of("svg", "png")) {
            byte[] picture = ChartEncoder.getBytes(chart, format);
            AtomicFile.write(folder.resolve("ladder." + format),
                    file -> Files.write(file, picture));
        }
    }

    private static XYChart draw(LadderTable table) {
        XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT)
                .title("Validation loss over training time, " + table.rungs().size() + " rungs")
                .xAxisTitle("seconds of training").yAxisTitle("loss (nats per token)").build();
        chart.getStyler().setLegendPosition(LegendPosition.InsideNE)
                .setChartBackgroundColor(Color.WHITE).setPlotBorderVisible(false);
        double highest = SHOWN * table.rungs().stream()
                .mapToDouble(line -> line.loss().mean()).max().orElseThrow();
        chart.getStyler().setYAxisDecimalPattern("0.0#")
                .setXAxisDecimalPattern("#,##0");
        for (int i = 0; i < table.rungs().size(); i++) {
            LadderTable.Line line = table.rungs().get(i);
            String name = (i == 0 ? "" : "+ ") + line.idea();
            for (int seed = 0; seed < line.curves().size(); seed++) {
                add(chart, name, seed, below(highest, line.curves().get(seed)),
                        COLOURS[i % COLOURS.length]);
            }
        }
        return chart;
    }

    private static List<Point> below(double highest, Curve curve) {
        return curve.points().stream().filter(point -> point.loss() <= highest).toList();
    }

    private static void add(XYChart chart, String name, int seed, List<Point> shown,
                            Color colour) {
        XYSeries series = chart.addSeries(seed == 0 ? name : name + ", seed " + (seed + 1),
                shown.stream().mapToDouble(Point::seconds).toArray(),
                shown.stream().mapToDouble(Point::loss).toArray());
        series.setMarker(SeriesMarkers.NONE).setLineColor(colour).setLineWidth(seed == 0 ? 2 : 1);
        series.setShowInLegend(seed == 0);
    }
}

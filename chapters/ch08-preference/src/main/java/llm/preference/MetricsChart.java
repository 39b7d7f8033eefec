package llm.preference;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import llm.tensor.file.AtomicFile;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// Some metrics of a training over its steps, as a picture: each step pale, and the mean of the
/// last few as a line.
///
/// @param log   of the training
/// @param title above the picture
/// @param names of the metrics
public record MetricsChart(MetricsLog log, String title, List<String> names) {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 500;
    private static final int SMOOTHING = 20;                 // steps of a mean, at most
    private static final int PALE = 60;                      // of 255
    private static final List<Color> COLORS = List.of(new Color(0x1f77b4), new Color(0xd95f02),
            new Color(0x1b9e77), new Color(0x7570b3));

    /// @throws IllegalArgumentException if there are more than four
    public MetricsChart {
        names = List.copyOf(names);
        if (names.size() > COLORS.size()) {
            throw new IllegalArgumentException("a chart must have %d metrics at most, got %s"
                    .formatted(COLORS.size(), names));
        }
    }

    private XYChart draw() {
        XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).title(title)
                .xAxisTitle("step").build();
        chart.getStyler().setLegendPosition(LegendPosition.OutsideS)
                .setChartBackgroundColor(Color.WHITE).setPlotBorderVisible(false);
        chart.getStyler().setXAxisDecimalPattern("#,##0").setXAxisMin(0.0);
        for (int i = 0; i < names.size(); i++) {
            add(chart, names.get(i), COLORS.get(i));
        }
        return chart;
    }

    private void add(XYChart chart, String name, Color color) {
        List<MetricsLog.Row> rows = log.with(name);
        if (rows.isEmpty()) {
            return;
        }
        double[] steps = rows.stream().mapToDouble(MetricsLog.Row::step).toArray();
        double[] values = rows.stream().mapToDouble(row -> row.value(name)).toArray();
        Color pale = new Color(color.getRed(), color.getGreen(), color.getBlue(), PALE);
        chart.addSeries(name + ", each step", steps, values).setMarker(SeriesMarkers.NONE)
                .setLineColor(pale).setShowInLegend(false);
        chart.addSeries(name, steps, smooth(values)).setMarker(SeriesMarkers.NONE)
                .setLineColor(color);
    }

    /// Means of up to so many values that end with each.
    private static double[] smooth(double... values) {
        int window = Math.clamp(values.length / 10, 1, SMOOTHING);
        double[] means = new double[values.length];
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += values[i] - (i < window ? 0 : values[i - window]);
            means[i] = sum / Math.min(i + 1, window);
        }
        return means;
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

package llm.preference;

import java.awt.Color;
import java.util.List;
import llm.chart.ChartPicture;
import llm.chart.ChartStyle;
import org.knowm.xchart.XYChart;

/// Some metrics of a training over its steps, as a picture: each step pale, and the mean of the
/// last few as a line.
///
/// @param log   of the training
/// @param title above the picture
/// @param names of the metrics
public record MetricsChart(MetricsLog log, String title, List<String> names) {
    private static final int SMOOTHING = 20;                 // steps of a mean, at most
    private static final int PALE = 60;                      // of 255
    private static final List<Color> COLORS = List.of(ChartStyle.BLUE, ChartStyle.ORANGE,
            ChartStyle.GREEN, ChartStyle.PURPLE);

    /// @throws IllegalArgumentException if there are more than four
    public MetricsChart {
        names = List.copyOf(names);
        if (names.size() > COLORS.size()) {
            throw new IllegalArgumentException("a chart must have %d metrics at most, got %s"
                    .formatted(COLORS.size(), names));
        }
    }

    /// The picture.
    public ChartPicture picture() {
        XYChart chart = ChartStyle.lines(title, "step", "");
        chart.getStyler().setXAxisMin(0.0);
        for (int i = 0; i < names.size(); i++) {
            add(chart, names.get(i), COLORS.get(i));
        }
        return new ChartPicture(chart);
    }

    private void add(XYChart chart, String name, Color color) {
        List<MetricsLog.Row> rows = log.with(name);
        if (rows.isEmpty()) {
            return;
        }
        double[] steps = rows.stream().mapToDouble(MetricsLog.Row::step).toArray();
        double[] values = rows.stream().mapToDouble(row -> row.value(name)).toArray();
        Color pale = new Color(color.getRed(), color.getGreen(), color.getBlue(), PALE);
        chart.addSeries(name + ", each step", steps, values).setLineColor(pale)
                .setShowInLegend(false);
        chart.addSeries(name, steps, smooth(values)).setLineColor(color);
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
}

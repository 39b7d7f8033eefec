package llm.classify;

import java.awt.Color;
import java.util.Arrays;
import java.util.stream.IntStream;
import llm.chart.ChartPicture;
import llm.chart.ChartStyle;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;

/// A histogram of how many tokens texts have: it shows which length to cut or pad them to.
public final class LengthChart {
    private static final int MOST_BARS = 40;
    private static final Color FILL = new Color(0xA9C4DB);   // pale blue

    private final int[] lengths;

    /// @param lengths tokens of each text
    public LengthChart(int... lengths) {
        if (lengths.length == 0) {
            throw new IllegalArgumentException("lengths must have one to be drawn, got none");
        }
        this.lengths = lengths.clone();
    }

    /// How many lengths one bar stands for.
    int barWidth() {
        return Math.ceilDiv(IntStream.of(lengths).max().orElseThrow() + 1, MOST_BARS);
    }

    /// How many texts have `i · barWidth` to `(i + 1) · barWidth − 1` tokens.
    int[] bars() {
        int width = barWidth();
        int[] bars = new int[IntStream.of(lengths).max().orElseThrow() / width + 1];
        for (int length : lengths) {
            bars[length / width]++;
        }
        return bars;
    }

    /// The picture.
    public ChartPicture picture() {
        int width = barWidth();
        XYChart chart = ChartStyle.lines("Length of the texts", "tokens",
                width == 1 ? "texts" : "texts, in steps of " + width + " tokens");
        chart.getStyler().setLegendVisible(false);
        chart.getStyler().setXAxisMin(0.0).setYAxisMin(0.0);
        int[] bars = bars();
        chart.addSeries("texts", IntStream.rangeClosed(0, bars.length).mapToDouble(i -> i * width)
                        .toArray(), IntStream.of(Arrays.copyOf(bars, bars.length + 1))
                        .asDoubleStream().toArray())         // a step down to 0 at the end
                .setXYSeriesRenderStyle(XYSeriesRenderStyle.StepArea)
                .setLineColor(ChartStyle.BLUE).setFillColor(FILL);
        return new ChartPicture(chart);
    }
}

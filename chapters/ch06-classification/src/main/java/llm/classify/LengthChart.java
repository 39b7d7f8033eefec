package llm.classify;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import llm.tensor.file.AtomicFile;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// A histogram of how many tokens texts have: it shows which length to cut or pad them to.
public final class LengthChart {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 500;
    private static final int MOST_BARS = 40;
    private static final Color BARS = new Color(0x1f77b4);
    private static final Color FILL = new Color(0xa5c8e1);

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

    private XYChart draw() {
        int width = barWidth();
        XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT)
                .title("Length of the texts").xAxisTitle("tokens")
                .yAxisTitle(width == 1 ? "texts" : "texts, in steps of " + width + " tokens")
                .build();
        chart.getStyler().setLegendVisible(false)
                .setChartBackgroundColor(Color.WHITE).setPlotBorderVisible(false);
        chart.getStyler().setYAxisDecimalPattern("#,##0").setXAxisDecimalPattern("#,##0");
        chart.getStyler().setXAxisMin(0.0).setYAxisMin(0.0);
        int[] bars = bars();
        chart.addSeries("texts", IntStream.rangeClosed(0, bars.length).mapToDouble(i -> i * width)
                        .toArray(), IntStream.of(Arrays.copyOf(bars, bars.length + 1))
                        .asDoubleStream().toArray())         // a step down to 0 at the end
                .setXYSeriesRenderStyle(XYSeriesRenderStyle.StepArea)
                .setMarker(SeriesMarkers.NONE).setLineColor(BARS).setFillColor(FILL);
        return chart;
    }

    /// The picture as PNG.
    public byte[] png() throws IOException {
        ImageIO.setUseCache(false);                         // in /tmp, and only before a shutdown
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

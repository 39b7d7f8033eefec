package llm.pretrain;

import java.awt.Color;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import llm.model.CacheSize;
import llm.tensor.file.ElementType;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// How caches grow with the text, one line for each, both axes logarithmic.
///
/// @param sizes one line each
/// @param type  of the values
public record CacheChart(List<CacheSize> sizes, ElementType type) {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 500;
    private static final double MEBIBYTE = 1 << 20;
    private static final int[] TOKENS =
            IntStream.rangeClosed(7, 17).map(power -> 1 << power).toArray();   // 128 … 131,072

    public CacheChart {
        sizes = List.copyOf(sizes);
        if (sizes.isEmpty()) {
            throw new IllegalArgumentException("a chart must have a cache to draw, got none");
        }
    }

    /// The picture as SVG.
    public byte[] svg() throws IOException {
        return ChartEncoder.getBytes(draw(), "svg");
    }

    /// The picture as PNG.
    public byte[] png() throws IOException {
        ImageIO.setUseCache(false);                         // in /tmp, and only before a shutdown
        return ChartEncoder.getBytes(draw(), "png");
    }

    private XYChart draw() {
        XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT)
                .title("Cache of keys and values in " + type)
                .xAxisTitle("tokens").yAxisTitle("MiB").build();
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE)
                .setChartBackgroundColor(Color.WHITE).setPlotBorderVisible(false);
        chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true)
                .setXAxisDecimalPattern("#,##0").setYAxisDecimalPattern("#,##0.###");
        double[] tokens = IntStream.of(TOKENS).asDoubleStream().toArray();
        for (CacheSize size : sizes) {
            chart.addSeries(size.name(), tokens, IntStream.of(TOKENS)
                    .mapToDouble(n -> size.bytes(n, type) / MEBIBYTE).toArray())
                    .setMarker(SeriesMarkers.NONE);
        }
        return chart;
    }
}

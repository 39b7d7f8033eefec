package llm.pretrain;

import java.util.List;
import java.util.stream.IntStream;
import llm.chart.ChartPicture;
import llm.chart.ChartStyle;
import llm.model.CacheSize;
import llm.tensor.file.ElementType;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;

/// How caches grow with the text, one line for each, both axes logarithmic.
///
/// @param sizes one line each
/// @param type  of the values
public record CacheChart(List<CacheSize> sizes, ElementType type) {
    private static final double MEBIBYTE = 1 << 20;
    private static final int[] TOKENS =
            IntStream.rangeClosed(7, 17).map(power -> 1 << power).toArray();   // 128 … 131,072

    public CacheChart {
        sizes = List.copyOf(sizes);
        if (sizes.isEmpty()) {
            throw new IllegalArgumentException("a chart must have a cache to draw, got none");
        }
    }

    /// The picture.
    public ChartPicture picture() {
        XYChart chart = ChartStyle.lines("Cache of keys and values in " + type, "tokens", "MiB");
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE)
                .setLegendLayout(LegendLayout.Vertical);
        chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true);
        double[] tokens = IntStream.of(TOKENS).asDoubleStream().toArray();
        for (CacheSize size : sizes) {
            chart.addSeries(size.name(), tokens, IntStream.of(TOKENS)
                    .mapToDouble(n -> size.bytes(n, type) / MEBIBYTE).toArray());
        }
        return new ChartPicture(chart);
    }
}

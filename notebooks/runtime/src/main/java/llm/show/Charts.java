package llm.show;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.HorizontalBarChart;
import org.knowm.xchart.HorizontalBarChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// Charts in the book's dress, each in one line; what comes back is XChart's and takes its methods.
public final class Charts {
    private static final int WIDTH = 700;
    private static final int HEIGHT = 330;
    private static final int LYING_BAR = 24;
    private static final int LABEL = 12;                    // least width that a label gets
    private static final Font PLAIN = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    private static final Color[] COLOURS = {new Color(0x2F6DA3), new Color(0xC8642B),
        new Color(0x4E9A4A), new Color(0x8558A8), new Color(0x8A8F98)};

    private Charts() {}

    /// Lines without markers; add series with `addSeries(name, xs, ys)`.
    public static XYChart lines(String title, String xTitle, String yTitle) {
        XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).title(title)
                .xAxisTitle(xTitle).yAxisTitle(yTitle).build();
        dress(chart.getStyler());
        chart.getStyler().setLegendPosition(LegendPosition.OutsideS)
                .setLegendLayout(LegendLayout.Horizontal);
        chart.getStyler().setSeriesMarkers(new Marker[] {SeriesMarkers.NONE});
        return chart;
    }

    /// A line through `ys` at 0, 1, 2, …, such as the losses of a training.
    public static XYChart line(String title, String xTitle, String yTitle,
            List<? extends Number> ys) {
        XYChart chart = lines(title, xTitle, yTitle);
        chart.addSeries(yTitle, steps(ys.size()), ys);
        chart.getStyler().setLegendVisible(false);
        return chart;
    }

    /// The places 0, 1, …, `count` − 1 on the x axis, such as the steps of a training. The last one
    /// lies a thousandth further on: where all are equally far apart, XChart puts its ticks at odd
    /// places such as 17, 34, 51.
    public static List<Double> steps(int count) {
        return IntStream.range(0, count)
                .mapToObj(step -> step + (step > 0 && step == count - 1 ? 1e-3 : 0)).toList();
    }

    /// Bars in groups, one group for each name; add series with `addSeries(name, xs, ys)`.
    public static CategoryChart bars(String title, String xTitle, String yTitle) {
        CategoryChart chart = new CategoryChartBuilder().width(WIDTH).height(HEIGHT).title(title)
                .xAxisTitle(xTitle).yAxisTitle(yTitle).build();
        dress(chart.getStyler());
        chart.getStyler().setLegendPosition(LegendPosition.OutsideS)
                .setLegendLayout(LegendLayout.Horizontal);
        chart.getStyler().setAvailableSpaceFill(0.7);
        chart.getStyler().setXAxisTickMarkSpacingHint(LABEL);
        chart.getStyler().setYAxisDecimalPattern("#,##0.######");
        return chart;
    }

    /// Bars side by side, one for each name.
    public static CategoryChart bars(String title, String xTitle, String yTitle,
            List<String> names, List<? extends Number> values) {
        CategoryChart chart = bars(title, xTitle, yTitle);
        chart.getStyler().setLegendVisible(false);
        chart.addSeries(yTitle, names, values);
        return chart;
    }

    /// Bars to the right in groups, one group for each of `count` names, one below the other; add
    /// series with `addSeries(name, xs, names)`.
    public static HorizontalBarChart lyingBars(String title, String xTitle, int count) {
        HorizontalBarChart chart = new HorizontalBarChartBuilder().width(WIDTH).title(title)
                .height(130 + LYING_BAR * count).xAxisTitle(xTitle).build();
        dress(chart.getStyler());
        chart.getStyler().setLegendPosition(LegendPosition.OutsideS)
                .setLegendLayout(LegendLayout.Horizontal);
        chart.getStyler().setAvailableSpaceFill(0.7);
        chart.getStyler().setXAxisTickMarkSpacingHint(LABEL);
        return chart;
    }

    /// Bars to the right, one below the other in the order of the names, for names that are long.
    public static HorizontalBarChart lyingBars(String title, String xTitle, List<String> names,
            List<? extends Number> values) {
        HorizontalBarChart chart = lyingBars(title, xTitle, names.size());
        chart.getStyler().setLegendVisible(false);
        chart.addSeries(xTitle, values, names);
        return chart;
    }

    private static void dress(AxesChartStyler styler) {
        styler.setChartTitleFont(PLAIN.deriveFont(14f));
        styler.setLegendFont(PLAIN);
        styler.setAxisTitleFont(PLAIN);
        styler.setAxisTickLabelsFont(PLAIN);
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setPlotGridLinesColor(new Color(0xE4E7EB));
        styler.setPlotGridLinesStroke(new BasicStroke(1));
        styler.setLegendBorderColor(Color.WHITE);
        styler.setSeriesColors(COLOURS);
        styler.setLocale(Locale.ROOT);
    }
}

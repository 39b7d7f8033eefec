package llm.show;

import java.util.List;
import java.util.stream.IntStream;
import llm.chart.ChartStyle;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.HorizontalBarChart;
import org.knowm.xchart.HorizontalBarChartBuilder;
import org.knowm.xchart.XYChart;

/// Charts in the book's dress ([ChartStyle]), each in one line; what comes back is XChart's and
/// takes its methods.
public final class Charts {
    private static final int LYING_BAR = 24;
    private static final int LABEL = 12;                    // least width that a label gets

    private Charts() {}

    /// Lines without markers; add series with `addSeries(name, xs, ys)`.
    public static XYChart lines(String title, String xTitle, String yTitle) {
        return ChartStyle.lines(title, xTitle, yTitle);
    }

    /// A line through `ys` at 0, 1, 2, …, such as the losses of a training.
    public static XYChart line(String title, String xTitle, String yTitle,
            List<? extends Number> ys) {
        XYChart chart = lines(title, xTitle, yTitle);
        chart.addSeries(yTitle, steps(ys.size()), ys);
        chart.getStyler().setLegendVisible(false);
        return chart;
    }

    /// The places 0, 1, …, `count` − 1 on the x axis, such as the steps of a training.
    public static List<Double> steps(int count) {
        return IntStream.range(0, count).asDoubleStream().boxed().toList();
    }

    /// Bars in groups, one group for each name; add series with `addSeries(name, xs, ys)`.
    public static CategoryChart bars(String title, String xTitle, String yTitle) {
        CategoryChart chart = new CategoryChartBuilder().width(ChartStyle.WIDTH)
                .height(ChartStyle.HEIGHT).title(title).xAxisTitle(xTitle).yAxisTitle(yTitle)
                .build();
        ChartStyle.dress(chart.getStyler());
        chart.getStyler().setAvailableSpaceFill(0.7);
        chart.getStyler().setXAxisTickMarkSpacingHint(LABEL);
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
        HorizontalBarChart chart = new HorizontalBarChartBuilder().width(ChartStyle.WIDTH)
                .title(title).height(130 + LYING_BAR * count).xAxisTitle(xTitle).build();
        ChartStyle.dress(chart.getStyler());
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
}

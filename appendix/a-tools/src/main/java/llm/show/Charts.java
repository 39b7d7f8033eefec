package llm.show;

import java.awt.Color;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;

/// XChart's charts in the book's style: white, quiet, readable on light and dark pages.
public final class Charts {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 320;
    private static final int MOST_LABELS = 10;               // on the horizontal axis
    private static final int BAR_SPACING = 30;               // pixels: a name under every bar
    private static final Color[] SERIES = {new Color(0x1f77b4), new Color(0xd95f02),
            new Color(0x2ca02c), new Color(0x9467bd), new Color(0x8c564b), new Color(0x7f7f7f)};
    private static final Color GRID = new Color(0xe5e7eb);

    private Charts() {}

    /// A chart for curves.
    public static XYChart lines(String title, String xAxis, String yAxis) {
        XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).title(title)
                .xAxisTitle(xAxis).yAxisTitle(yAxis).build();
        style(chart.getStyler());
        chart.getStyler().setMarkerSize(5);
        chart.getStyler().setXAxisMaxLabelCount(MOST_LABELS);
        return chart;
    }

    /// A chart for bars, one group for each name on its horizontal axis.
    public static CategoryChart bars(String title, String xAxis, String yAxis) {
        CategoryChart chart = new CategoryChartBuilder().width(WIDTH).height(HEIGHT).title(title)
                .xAxisTitle(xAxis).yAxisTitle(yAxis).build();
        style(chart.getStyler());
        chart.getStyler().setPlotGridVerticalLinesVisible(false)
                .setXAxisTickMarkSpacingHint(BAR_SPACING);
        return chart;
    }

    private static void style(AxesChartStyler style) {
        style.setChartBackgroundColor(Color.WHITE).setPlotBorderVisible(false)
                .setSeriesColors(SERIES).setLegendPosition(LegendPosition.OutsideS)
                .setLegendLayout(LegendLayout.Horizontal).setLegendBorderColor(Color.WHITE);
        style.setPlotGridLinesColor(GRID).setAxisTicksLineVisible(false);
    }
}

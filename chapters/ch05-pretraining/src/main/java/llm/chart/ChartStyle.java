package llm.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// The dress of all charts: that of the book's drawings.
public final class ChartStyle {
    public static final Color BLUE = new Color(0x2F6DA3);
    public static final Color ORANGE = new Color(0xC8642B);
    public static final Color GREEN = new Color(0x4E9A4A);
    public static final Color PURPLE = new Color(0x8558A8);
    public static final Color GREY = new Color(0x8A8F98);
    /// In pixels, without the headline.
    public static final int WIDTH = 700;
    public static final int HEIGHT = 326;

    static final Color INK = new Color(0x22252B);
    static final Color SOFT = new Color(0x555B66);
    static final Font PLAIN = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    private static final Color GRID = new Color(0xE4E7EB);
    private static final Color CLEAR = new Color(255, 255, 255, 0);
    private static final String NUMBER = "#,##0.######";
    private static final List<Color> COLOURS = List.of(BLUE, ORANGE, GREEN, PURPLE, GREY,
            new Color(0x0F766E), new Color(0xC2185B), new Color(0xB58900));

    private ChartStyle() {
    }

    /// Lines without markers; add series with `addSeries(name, xs, ys)`.
    public static XYChart lines(String title, String xTitle, String yTitle) {
        XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).title(title)
                .xAxisTitle(xTitle).yAxisTitle(yTitle).build();
        dress(chart.getStyler());
        chart.getStyler().setSeriesMarkers(new Marker[] {SeriesMarkers.NONE});
        return chart;
    }

    /// Dresses a chart of any kind. [ChartPicture] writes its title.
    public static void dress(AxesChartStyler styler) {
        styler.setChartTitleVisible(false);
        styler.setLegendFont(PLAIN).setLegendBorderColor(CLEAR).setLegendBackgroundColor(CLEAR);
        styler.setLegendPosition(LegendPosition.OutsideS).setLegendLayout(LegendLayout.Horizontal);
        styler.setAxisTitleFont(PLAIN);
        styler.setAxisTickLabelsFont(PLAIN);
        styler.setAxisTickLabelsColor(INK);
        styler.setChartFontColor(SOFT);
        styler.setChartBackgroundColor(CLEAR);
        styler.setPlotBackgroundColor(CLEAR);
        styler.setPlotBorderVisible(false);
        styler.setPlotGridLinesColor(GRID);
        styler.setPlotGridLinesStroke(new BasicStroke(1));
        styler.setSeriesColors(COLOURS.toArray(Color[]::new));
        styler.setXAxisDecimalPattern(NUMBER).setYAxisDecimalPattern(NUMBER);
        styler.setLocale(Locale.ROOT);
    }
}

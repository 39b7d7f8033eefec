package llm.chart;

import java.util.Iterator;
import java.util.Locale;
import java.util.stream.Collectors;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// Keeps the numbers at the axes round.
///
/// XChart puts ticks at 1, 2 or 5 times a power of ten, except where all x are equally far apart:
/// there it takes every so many of them, such as 82, 164, 246. So a point that nobody sees is put
/// between the first two.
final class RoundTicks {
    private static final String UNSEEN = " ";
    private static final double LARGEST_PLAIN = 1e6;
    private static final double SMALLEST_PLAIN = 1e-4;
    private static final String RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    private RoundTicks() {
    }

    /// Adds the point to a chart of lines.
    static void apply(XYChart chart) {
        Iterator<XYSeries> lines = chart.getSeriesCollection().iterator();
        if (lines.hasNext() && chart.getSeries(UNSEEN) == null) {
            XYSeries line = lines.next();
            double[] xs = line.getXData();
            double between = xs.length > 1 ? (xs[0] + xs[1]) / 2 : xs[0];
            chart.addSeries(UNSEEN, new double[] {between}, new double[] {line.getYData()[0]})
                    .setMarker(SeriesMarkers.NONE).setShowInLegend(false);
        }
    }

    /// Large and small numbers of logarithmic axes as powers of ten.
    static void powers(AxesChartStyler styler) {
        if (styler.isXAxisLogarithmic() && styler.getXAxisTickLabelsFormattingFunction() == null) {
            styler.setXAxisTickLabelsFormattingFunction(RoundTicks::label);
        }
        if (styler.isYAxisLogarithmic() && styler.getYAxisTickLabelsFormattingFunction() == null) {
            styler.setYAxisTickLabelsFormattingFunction(RoundTicks::label);
        }
    }

    /// Such as `1,000`, `0.01` or `10⁹`.
    static String label(double value) {
        if (value >= LARGEST_PLAIN || value < SMALLEST_PLAIN) {
            long exponent = Math.round(Math.log10(value));
            return "10" + String.valueOf(exponent).chars().mapToObj(digit -> digit == '-' ? "⁻"
                    : RAISED.substring(digit - '0', digit - '0' + 1)).collect(Collectors.joining());
        }
        return value >= 1 ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.4f", value).replaceFirst("0+$", "");
    }
}

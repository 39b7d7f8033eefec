package llm.show;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import llm.chart.ChartPicture;
import org.knowm.xchart.internal.chartpart.Chart;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/// Finds the forms in which a value shows best.
public final class Rendering {
    private static final int MOST_ROWS = 50;
    private static final int HALF = MOST_ROWS / 2;

    private Rendering() {}

    /// Pictures, charts and tables as such, arrays by their elements, all else by `toString`.
    public static Display of(Object value) {
        return switch (value) {
            case Display display -> display;
            case BufferedImage image -> Display.picture(image);
            case Chart<?, ?> chart -> chart(chart);
            case Table table -> table(table);
            case Object array when array.getClass().isArray() -> Display.text(elements(array));
            default -> Display.text(String.valueOf(value));
        };
    }

    private static String elements(Object array) {
        String nested = Arrays.deepToString(new Object[] {array});
        return nested.substring(1, nested.length() - 1);
    }

    private static Display chart(Chart<?, ?> chart) {
        var picture = new ChartPicture(chart);
        return Display.painted(picture.size(), picture::paint,
                "[chart: " + chart.getTitle() + "]");
    }

    /// A table in HTML, the middle of a long one left out; numbers to the right.
    private static Display table(Table table) {
        var html = new StringBuilder("<table>\n");
        if (!table.name().isEmpty()) {
            html.append("<caption>").append(escaped(table.name())).append("</caption>\n");
        }
        html.append("<thead><tr>");
        table.columns().forEach(column ->
                html.append("<th>").append(escaped(column.name())).append("</th>"));
        html.append("</tr></thead>\n<tbody>\n");
        int rows = table.rowCount();
        for (int row = 0; row < rows; row++) {
            if (rows > MOST_ROWS && row == HALF) {
                html.append("<tr><td colspan=\"").append(table.columnCount()).append("\">… ")
                        .append(rows - MOST_ROWS).append(" more rows …</td></tr>\n");
                row = rows - HALF;
            }
            html.append("<tr>").append(cells(table, row)).append("</tr>\n");
        }
        html.append("</tbody>\n</table>");
        return Display.of(Display.HTML, html.toString(), table.print(MOST_ROWS));
    }

    private static String cells(Table table, int row) {
        return IntStream.range(0, table.columnCount()).mapToObj(table::column)
                .map(column -> (column instanceof NumericColumn<?>
                        ? "<td style=\"text-align:right\">" : "<td style=\"text-align:left\">")
                        + escaped(text(column, row)) + "</td>")
                .collect(Collectors.joining());
    }

    /// Large whole numbers in groups of three.
    private static String text(Column<?> column, int row) {
        return column instanceof LongColumn numbers && !numbers.isMissing(row)
                ? String.format(Locale.ROOT, "%,d", numbers.getLong(row))
                : column.getString(row);
    }

    /// Text as HTML shows it unchanged.
    public static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}

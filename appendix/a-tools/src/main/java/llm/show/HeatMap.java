package llm.show;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import llm.tensor.Tensor;

/// A table of numbers as coloured fields, the first row on top: what tokens attend to, for one.
///
/// @param title   what it shows
/// @param rows    names of the rows
/// @param columns names of the columns
/// @param values  0 or more, row-major; NaN for an empty field
public record HeatMap(String title, List<String> rows, List<String> columns, float[] values) {
    private static final int MOST_WRITTEN = 10;              // rows or columns with numbers in them
    private static final int GAP = 12;

    public HeatMap {
        rows = List.copyOf(rows);
        columns = List.copyOf(columns);
        if (values.length != rows.size() * columns.size()) {
            throw new IllegalArgumentException("values must be rows=%d × columns=%d, got %d"
                    .formatted(rows.size(), columns.size(), values.length));
        }
    }

    /// A square one: every token against every token.
    public static HeatMap of(String title, List<String> tokens, float[] values) {
        return new HeatMap(title, tokens, tokens, values);
    }

    /// The same with a tensor's numbers, `(..., tokens, tokens)`.
    public static HeatMap of(String title, List<String> tokens, Tensor values) {
        return of(title, tokens, values.toArray());
    }

    /// Maps side by side; the largest number of all has the deepest colour.
    public static String row(HeatMap... maps) {
        double largest = Arrays.stream(maps).mapToDouble(HeatMap::largest).max().orElse(0);
        var body = new StringBuilder();
        var titles = new StringBuilder();
        int x = GAP;
        int height = 0;
        for (HeatMap map : maps) {
            body.append("<g transform=\"translate(%d,%d)\">".formatted(x, GAP))
                    .append(map.body(largest)).append("</g>\n");
            titles.append(titles.isEmpty() ? "" : "; ").append(map.title);
            x += map.width() + GAP;
            height = Math.max(height, map.height() + 2 * GAP);
        }
        return Sketch.frame(titles.toString(), x, height, body.toString());
    }

    /// Whether there is room for the numbers.
    private boolean written() {
        return Math.max(rows.size(), columns.size()) <= MOST_WRITTEN;
    }

    private int field() {
        return written() ? 42 : Math.max(6, 320 / Math.max(rows.size(), columns.size()));
    }

    /// Whether the names of the columns need not be turned.
    private boolean upright() {
        return written() || longest(columns) <= 2;
    }

    private static int longest(List<String> names) {
        return names.stream().mapToInt(String::length).max().orElse(0);
    }

    private int left() {
        return 12 + 8 * longest(rows);
    }

    private int top() {
        return 30 + (upright() ? 20 : 8 * longest(columns));
    }

    private int width() {
        return Math.max(left() + field() * columns.size(), 8 * title.length());
    }

    private int height() {
        return top() + field() * rows.size();
    }

    private String body(double largest) {
        var svg = new StringBuilder("<text x=\"0\" y=\"12\" font-weight=\"bold\">%s</text>\n"
                .formatted(Rendering.escaped(title)));
        int middle = field() / 2;
        for (int column = 0; column < columns.size(); column++) {
            int x = left() + column * field() + middle;
            svg.append(upright()
                    ? text(x, top() - 8, "middle", "", columns.get(column))
                    : text(x + 4, top() - 4, "start",
                            " transform=\"rotate(-90 %d %d)\"".formatted(x + 4, top() - 4),
                            columns.get(column)));
        }
        for (int row = 0; row < rows.size(); row++) {
            svg.append(text(left() - 6, top() + row * field() + middle + 4, "end", "",
                    rows.get(row)));
            for (int column = 0; column < columns.size(); column++) {
                svg.append(field(row, column, largest));
            }
        }
        return svg.toString();
    }

    private String field(int row, int column, double largest) {
        float value = values[row * columns.size() + column];
        int x = left() + column * field();
        int y = top() + row * field();
        if (Float.isNaN(value)) {
            return "";
        }
        double share = largest == 0 ? 0 : Math.clamp(value / largest, 0, 1);
        String rect = "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>\n"
                .formatted(x, y, field() - 1, field() - 1, color(share));
        if (!written() || value == 0) {
            return rect;
        }
        return rect + text(x + field() / 2, y + field() / 2 + 4, "middle",
                " fill=\"%s\"".formatted(share > 0.55 ? "#ffffff" : "#1f2937"),
                String.format(Locale.ROOT, "%.2f", value));
    }

    private float largest() {
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Float.isNaN(value) ? 0 : value);
        }
        return largest;
    }

    /// From a pale to a deep blue.
    private static String color(double share) {
        return "#%02x%02x%02x".formatted(mix(0xee, 0x1e, share), mix(0xf2, 0x40, share),
                mix(0xfa, 0xaf, share));
    }

    private static int mix(int from, int to, double share) {
        return (int) Math.round(from + (to - from) * share);
    }

    private static String text(int x, int y, String anchor, String more, String text) {
        return "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\"%s>%s</text>\n".formatted(x, y, anchor,
                more, Rendering.escaped(text));
    }
}

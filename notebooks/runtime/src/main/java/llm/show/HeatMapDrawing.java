package llm.show;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import llm.show.Svg.Area;

/// Draws one heat map at a place of a drawing.
final class HeatMapDrawing {
    static final double GAP = 14;                            // around a map
    private static final int MOST_WRITTEN = 10;              // rows or columns with numbers in them
    private static final int MOST_UPRIGHT = 10;              // letters of a name that is not turned
    private static final double FIELD = 42;                  // with a number in it
    private static final double LARGEST = 26;                // without one
    private static final double SMALLEST = 6;
    private static final double SIDE = 320;                  // of a map without numbers, about
    private static final double LINE = 15;                   // least distance of names
    private static final double SCALE = 38;                  // height of the scale of colours
    private static final int SHADES = 24;
    private static final int[] ZERO = {0xee, 0xf2, 0xfa};
    private static final int[] ABOVE = {0x1e, 0x40, 0xaf};
    private static final int[] BELOW = {0x9a, 0x34, 0x12};
    private static final double DARK = 0.65;                 // share from which white is legible

    private final HeatMap map;
    private final List<String> rows;
    private final List<String> columns;
    private final boolean written;                           // whether there is room for numbers
    private final boolean upright;                           // whether column names are not turned
    private final String form;                               // of a number
    private final double fieldWidth;
    private final double fieldHeight;
    private final double left;
    private final double top;

    HeatMapDrawing(HeatMap map) {
        this.map = map;
        rows = map.rows().names();
        columns = map.columns().names();
        int longest = map.columns().longest();
        written = Math.max(rows.size(), columns.size()) <= MOST_WRITTEN;
        upright = longest <= (written ? MOST_UPRIGHT : 3);
        form = numbers().allMatch(value -> value == Math.rint(value)) ? "%.0f" : "%.2f";
        int digits = numbers().mapToInt(value -> text(value).length()).max().orElse(0);
        fieldHeight = written ? FIELD : size(rows.size());
        fieldWidth = written ? Math.max(FIELD, 8 + Svg.LETTER * Math.max(digits,
                upright ? longest : 0)) : size(columns.size());
        left = (map.rows().title().isEmpty() ? 0 : 20) + 8 + Svg.LETTER * map.rows().longest();
        top = GAP + 14 + (map.columns().title().isEmpty() ? 0 : 20)
                + (upright ? 22 : 10 + Svg.LETTER * longest);
    }

    private static double size(int count) {
        return Math.clamp(SIDE / count, SMALLEST, LARGEST);
    }

    /// The values of all fields that are not empty.
    private Stream<Float> numbers() {
        return IntStream.range(0, map.values().length).mapToObj(i -> map.values()[i])
                .filter(value -> !Float.isNaN(value));
    }

    double width() {
        return Math.max(left + fieldWidth * columns.size(), 9 * map.title().length());
    }

    double height() {
        return top - GAP + fieldHeight * rows.size() + (written ? 0 : SCALE);
    }

    /// @param x       left side of the map
    /// @param largest the size of the number that has the deepest colour
    void draw(Svg svg, double x, double largest) {
        double start = x + left;
        svg.text(x, GAP + 12, map.title(), "font-weight=\"bold\" text-anchor=\"start\"");
        axisTitle(svg, start + fieldWidth * columns.size() / 2, GAP + 32, map.columns().title(),
                "");
        double middle = top + fieldHeight * rows.size() / 2;
        axisTitle(svg, x + 10, middle, map.rows().title(), turned(x + 10, middle));
        rowNames(svg, start);
        columnNames(svg, start);
        for (int i = 0; i < map.values().length; i++) {
            field(svg, new Area(start + i % columns.size() * fieldWidth,
                    top + i / columns.size() * fieldHeight, fieldWidth - 1, fieldHeight - 1),
                    map.values()[i], largest);
        }
        if (!written) {
            scale(svg, start, largest);
        }
    }

    private static void axisTitle(Svg svg, double x, double y, String title, String attributes) {
        if (!title.isEmpty()) {
            svg.text(x, y, title, "fill=\"" + Svg.SOFT + "\"" + attributes);
        }
    }

    private static String turned(double x, double y) {
        return String.format(Locale.ROOT, " transform=\"rotate(-90 %.1f %.1f)\"", x, y);
    }

    private void rowNames(Svg svg, double start) {
        for (int row = 0; row < rows.size(); row += every(LINE / fieldHeight)) {
            svg.text(start - 6, top + (row + 0.5) * fieldHeight + 4.5, rows.get(row),
                    "text-anchor=\"end\"");
        }
    }

    private void columnNames(Svg svg, double start) {
        double room = upright ? 6 + Svg.LETTER * map.columns().longest() : LINE;
        for (int column = 0; column < columns.size(); column += every(room / fieldWidth)) {
            double x = start + (column + 0.5) * fieldWidth;
            svg.text(upright ? x : x + 4, top - 7, columns.get(column),
                    upright ? "" : "text-anchor=\"start\"" + turned(x + 4, top - 7));
        }
    }

    /// At how many fields there is one name, where a name takes the room of `fields`.
    private static int every(double fields) {
        return IntStream.of(1, 2, 5, 10, 20, 50).filter(step -> step >= fields).findFirst()
                .orElse(100);
    }

    private void field(Svg svg, Area area, float value, double largest) {
        if (Float.isNaN(value)) {
            return;
        }
        double share = largest == 0 ? 0 : value / largest;
        svg.rectangle(area, "fill=\"" + color(share) + "\"");
        if (written && value != 0) {
            svg.text(area.x() + area.width() / 2, area.y() + area.height() / 2 + 4.5, text(value),
                    Math.abs(share) > DARK ? "fill=\"#ffffff\"" : "");
        }
    }

    /// Which colour stands for which number.
    private void scale(Svg svg, double start, double largest) {
        double least = numbers().anyMatch(value -> value < 0) ? -1 : 0;
        String leastText = text(least * largest);
        double y = top + fieldHeight * rows.size() + 14;
        double bar = start + 8 * leastText.length() + 4;
        double shade = 120.0 / SHADES;
        svg.text(start, y + 10, leastText, "text-anchor=\"start\"");
        for (int i = 0; i < SHADES; i++) {
            double share = least + (1 - least) * (i + 0.5) / SHADES;
            svg.rectangle(new Area(bar + i * shade, y, shade + 0.5, 12),
                    "fill=\"" + color(share) + "\"");
        }
        svg.text(bar + 126, y + 10, text(largest), "text-anchor=\"start\"");
    }

    private String text(double value) {
        return String.format(Locale.ROOT, form, value).replace("-0.00", "0.00").replace('-', '−');
    }

    private static String color(double share) {
        int[] far = share < 0 ? BELOW : ABOVE;
        double way = Math.min(Math.abs(share), 1);
        return "#%02x%02x%02x".formatted(mix(0, far, way), mix(1, far, way), mix(2, far, way));
    }

    private static int mix(int channel, int[] far, double way) {
        return (int) Math.round(ZERO[channel] + (far[channel] - ZERO[channel]) * way);
    }
}

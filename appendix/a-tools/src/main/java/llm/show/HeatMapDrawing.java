package llm.show;

import java.util.List;
import java.util.Locale;
import llm.show.Svg.Area;

/// Draws one heat map at a place of a drawing.
final class HeatMapDrawing {
    static final double GAP = 14;                            // around a map
    private static final int MOST_WRITTEN = 10;              // rows or columns with numbers in them
    private static final int MOST_UPRIGHT = 10;              // letters of a name that is not turned
    private static final double FIELD = 42;
    private static final double SCALE = 38;                  // height of the scale of colours
    private static final int SHADES = 24;
    private static final int[] ZERO = {0xee, 0xf2, 0xfa};
    private static final int[] ABOVE = {0x1e, 0x40, 0xaf};
    private static final int[] BELOW = {0x9a, 0x34, 0x12};
    private static final double DARK = 0.65;                 // share from which white is legible

    private final HeatMap map;
    private final boolean written;                           // whether there is room for numbers
    private final boolean upright;                           // whether column names are not turned
    private final String form;                               // of a number
    private final double fieldWidth;
    private final double fieldHeight;
    private final double left;
    private final double top;

    HeatMapDrawing(HeatMap map) {
        this.map = map;
        int longest = map.columns().longest();
        int most = Math.max(map.rows().names().size(), map.columns().names().size());
        written = most <= MOST_WRITTEN;
        fieldHeight = written ? FIELD : Math.max(6, 320 / most);
        upright = written ? longest <= MOST_UPRIGHT : longest * Svg.LETTER <= fieldHeight + 2;
        fieldWidth = written && upright ? Math.max(FIELD, Svg.LETTER * longest + 6) : fieldHeight;
        form = whole(map.values()) ? "%.0f" : "%.2f";
        left = (map.rows().title().isEmpty() ? 0 : 20) + 8 + Svg.LETTER * map.rows().longest();
        top = GAP + 14 + (map.columns().title().isEmpty() ? 0 : 20)
                + (upright ? 22 : 10 + Svg.LETTER * longest);
    }

    private static boolean whole(float[] values) {
        boolean whole = true;
        for (float value : values) {
            whole &= Float.isNaN(value) || value == Math.rint(value);
        }
        return whole;
    }

    double width() {
        return Math.max(left + fieldsWidth(), 9 * map.title().length());
    }

    double height() {
        return top - GAP + fieldsHeight() + (written ? 0 : SCALE);
    }

    private double fieldsWidth() {
        return fieldWidth * map.columns().names().size();
    }

    private double fieldsHeight() {
        return fieldHeight * map.rows().names().size();
    }

    /// @param x       left side of the map
    /// @param largest the size of the number that has the deepest colour
    void draw(Svg svg, double x, double largest) {
        double start = x + left;
        svg.text(x, GAP + 12, map.title(), "font-weight=\"bold\" text-anchor=\"start\"");
        title(svg, start + fieldsWidth() / 2, GAP + 32, map.columns().title(), "");
        double down = top + fieldsHeight() / 2;
        title(svg, x + 10, down, map.rows().title(), turned(x + 10, down));
        columnNames(svg, start);
        List<String> names = map.rows().names();
        for (int row = 0; row < names.size(); row++) {
            double y = top + row * fieldHeight;
            svg.text(start - 6, y + fieldHeight / 2 + 4.5, names.get(row), "text-anchor=\"end\"");
            for (int column = 0; column < map.columns().names().size(); column++) {
                field(svg, new Area(start + column * fieldWidth, y, fieldWidth - 1,
                        fieldHeight - 1), value(row, column), largest);
            }
        }
        if (!written) {
            scale(svg, start, largest);
        }
    }

    private static void title(Svg svg, double x, double y, String title, String attributes) {
        if (!title.isEmpty()) {
            svg.text(x, y, title, "fill=\"" + Svg.SOFT + "\"" + attributes);
        }
    }

    private static String turned(double x, double y) {
        return String.format(Locale.ROOT, " transform=\"rotate(-90 %.1f %.1f)\"", x, y);
    }

    private void columnNames(Svg svg, double start) {
        List<String> names = map.columns().names();
        for (int column = 0; column < names.size(); column++) {
            double x = start + (column + 0.5) * fieldWidth;
            svg.text(upright ? x : x + 4, top - 7, names.get(column),
                    upright ? "" : "text-anchor=\"start\"" + turned(x + 4, top - 7));
        }
    }

    private float value(int row, int column) {
        return map.values()[row * map.columns().names().size() + column];
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
        boolean negative = false;
        for (float value : map.values()) {
            negative |= value < 0;
        }
        double least = negative ? -1 : 0;
        double y = top + fieldsHeight() + 14;
        double shade = 120.0 / SHADES;
        String leastText = text(least * largest);
        double bar = start + 8 * leastText.length() + 4;
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

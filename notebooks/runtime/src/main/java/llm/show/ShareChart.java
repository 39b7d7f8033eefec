package llm.show;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import llm.instructions.Accuracy;

/// Shares of right answers as dots, each on the interval in which chance may have moved it: a row
/// for each name, in it a dot for each series.
///
/// ```java
/// Show.svg(new ShareChart("Right", List.of("sort", "pick")).series("before", shares).svg());
/// ```
public final class ShareChart {
    private static final double PLOT = 520;
    private static final double TOP = 44;
    private static final double DOT = 8;                     // from a series to the next
    private static final double GAP = 10;                    // between two rows
    private static final double MARGIN = 20;
    private static final List<String> COLOURS =
            List.of("#8a8f98", "#c8642b", "#2f6da3", "#4e9a4a", "#8558a8");

    private final String title;
    private final List<String> names;
    private final List<Series> all = new ArrayList<>();

    private record Series(String name, List<Accuracy> shares) {}

    /// @param names of the rows, from the top
    public ShareChart(String title, List<String> names) {
        this.title = title;
        this.names = List.copyOf(names);
    }

    /// Adds a share for each name.
    public ShareChart series(String name, List<Accuracy> shares) {
        if (shares.size() != names.size()) {
            throw new IllegalArgumentException("shares must be one for each name, got "
                    + names.size() + " names, " + shares.size() + " shares");
        }
        all.add(new Series(name, List.copyOf(shares)));
        return this;
    }

    /// The drawing.
    public String svg() {
        double left = MARGIN + 8 + Svg.LETTER * names.stream().mapToInt(String::length).max()
                .orElse(0);
        double row = GAP + DOT * Math.max(all.size(), 1);
        double bottom = TOP + row * names.size();
        var svg = new Svg(title, left + PLOT + 2 * MARGIN, bottom + 62).headline(MARGIN);
        for (int tenths = 0; tenths <= 10; tenths += 2) {
            double x = left + PLOT * tenths / 10;
            svg.line(way("M %.1f %.1f V %.1f", x, TOP, bottom), "stroke=\"#e4e7eb\"");
            svg.text(x, bottom + 16, tenths * 10 + " %", "font-size=\"12\"");
        }
        for (int i = 0; i < names.size(); i++) {
            double y = TOP + row * i;
            svg.line(way("M %.1f %.1f H %.1f", left, y, left + PLOT), "stroke=\"#f0f2f5\"");
            svg.text(left - 8, y + row / 2 + 4.5, names.get(i), "text-anchor=\"end\"");
            for (int j = 0; j < all.size(); j++) {
                share(svg, left, y + GAP / 2 + DOT * (j + 0.5), all.get(j).shares.get(i), colour(j));
            }
        }
        legend(svg, left, bottom + 44);
        return svg.toString();
    }

    private static void share(Svg svg, double left, double y, Accuracy share, String colour) {
        svg.line(way("M %.1f %.1f H %.1f", left + PLOT * share.low(), y,
                left + PLOT * share.high()), "stroke=\"" + colour
                + "\" stroke-width=\"2\" stroke-opacity=\"0.45\" stroke-linecap=\"round\"");
        svg.dot(left + PLOT * share.share(), y, 3.8, "fill=\"" + colour + "\"");
    }

    private void legend(Svg svg, double left, double y) {
        double x = left;
        for (int i = 0; i < all.size(); i++) {
            String name = all.get(i).name;
            svg.dot(x + 4, y - 4, 4, "fill=\"" + colour(i) + "\"");
            svg.text(x + 14, y, name, "text-anchor=\"start\"");
            x += 34 + Svg.LETTER * name.length();
        }
    }

    /// Grey is what the others are compared with.
    private String colour(int series) {
        return all.size() == 1 ? COLOURS.get(2) : COLOURS.get(series % COLOURS.size());
    }

    private static String way(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }
}

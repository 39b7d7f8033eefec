package llm.show;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import llm.bench.MachineLimits;
import llm.show.NamePlaces.Mark;
import llm.show.NamePlaces.Name;
import llm.show.Roofline.Point;
import llm.show.Svg.Area;

/// Draws a roofline. Both axes reach from one power of ten to another.
final class RooflineDrawing {
    private static final double WIDTH = 720;
    private static final Area PLOT = new Area(64, 44, 630, 336);
    private static final double LINE = 16;                   // height of a name
    private static final double RADIUS = 5;
    private static final String ROOF = "#c8642b";
    private static final String GRID = "stroke=\"#e4e7eb\"";
    private static final List<String> COLOURS =
            List.of("#2f6da3", "#4e9a4a", "#8558a8", "#b4531a", "#0f766e", "#64748b");

    private final MachineLimits limits;
    private final List<Point> points;
    private final Decades across;
    private final Decades up;

    /// The powers of ten of an axis.
    ///
    /// @param first exponent where it begins
    /// @param last  exponent where it ends
    private record Decades(int first, int last) {
        /// An axis with all of the numbers in it, and a little room around them.
        static Decades around(DoubleStream numbers) {
            double[] powers = numbers.map(Math::log10).sorted().toArray();
            return new Decades((int) Math.floor(powers[0] - 0.1),
                    (int) Math.ceil(powers[powers.length - 1] + 0.1));
        }

        /// Where a number lies: 0 at the first power, 1 at the last.
        double share(double number) {
            return (Math.log10(number) - first) / (last - first);
        }

        /// The number that lies there.
        double number(double share) {
            return Math.pow(10, first + share * (last - first));
        }
    }

    RooflineDrawing(MachineLimits limits, List<Point> points) {
        this.limits = limits;
        this.points = points;
        double ridge = limits.flopsPerByte();
        across = Decades.around(DoubleStream.concat(DoubleStream.of(ridge / 10, ridge * 10),
                points.stream().mapToDouble(Point::flopsPerByte)));
        up = Decades.around(DoubleStream.concat(
                DoubleStream.of(limits.gigaflopsPerSecond() / 10, limits.gigaflopsPerSecond()),
                points.stream().mapToDouble(Point::gigaflopsPerSecond)));
    }

    private double x(double flopsPerByte) {
        return PLOT.x() + PLOT.width() * across.share(flopsPerByte);
    }

    private double y(double gigaflops) {
        return PLOT.y() + PLOT.height() * (1 - up.share(gigaflops));
    }

    String svg(String title) {
        var svg = new Svg(title, WIDTH, PLOT.y() + PLOT.height() + 56).headline(PLOT.x());
        axes(svg);
        roof(svg);
        points(svg);
        return svg.toString();
    }

    private void axes(Svg svg) {
        double bottom = PLOT.y() + PLOT.height();
        double right = PLOT.x() + PLOT.width();
        for (int power = across.first; power <= across.last; power++) {
            double x = x(Math.pow(10, power));
            svg.line(way("M %.1f %.1f V %.1f", x, PLOT.y(), bottom), GRID);
            svg.text(x, bottom + 18, number(power), "font-size=\"12\"");
        }
        for (int power = up.first; power <= up.last; power++) {
            double y = y(Math.pow(10, power));
            svg.line(way("M %.1f %.1f H %.1f", PLOT.x(), y, right), GRID);
            svg.text(PLOT.x() - 6, y + 4, number(power), "font-size=\"12\" text-anchor=\"end\"");
        }
        svg.text((PLOT.x() + right) / 2, bottom + 42,
                "operations per byte moved, FLOP per byte", soft(""));
        double middle = PLOT.y() + PLOT.height() / 2;
        svg.text(16, middle, "operations per second, GFLOP/s",
                soft(way("transform=\"rotate(-90 16 %.1f)\"", middle)));
    }

    /// Up the slope as far as memory sets the pace, then on at the height that arithmetic sets.
    private void roof(Svg svg) {
        double left = Math.max(Math.pow(10, across.first),
                Math.pow(10, up.first) / limits.gigabytesPerSecond());
        double ridge = limits.flopsPerByte();
        double end = Math.pow(10, across.last);
        double top = y(limits.gigaflopsPerSecond());
        svg.line(way("M %.1f %.1f L %.1f %.1f H %.1f", x(left),
                y(limits.attainableGigaflops(left)), x(ridge), top, x(end)),
                "stroke=\"" + ROOF + "\" stroke-width=\"2.5\"");
        svg.text(x(end) - 4, top - 8, way("products %.0f GFLOP/s", limits.gigaflopsPerSecond()),
                roofText("end", ""));
        double rise = x(ridge) - x(left);
        double fall = y(limits.attainableGigaflops(left)) - top;
        double x = x(ridge) - 0.12 * rise;
        double y = top + 0.12 * fall;
        svg.text(x, y - 9, way("memory %.1f GB/s", limits.gigabytesPerSecond()), roofText("end",
                way("transform=\"rotate(%.1f %.1f %.1f)\"",
                        -Math.toDegrees(Math.atan2(fall, rise)), x, y)));
    }

    /// Marks, and each name as near to its mark as it can be.
    private void points(Svg svg) {
        List<Mark> marks = points.stream()
                .map(point -> new Mark(x(point.flopsPerByte()), y(point.gigaflopsPerSecond())))
                .toList();
        List<Name> names = IntStream.range(0, marks.size())
                .mapToObj(i -> name(points.get(i).name(), marks.get(i))).toList();
        double[] tops = NamePlaces.tops(names, marks, LINE);
        for (int i = 0; i < tops.length; i++) {
            Mark mark = marks.get(i);
            Area name = names.get(i).wanted();
            boolean before = name.x() < mark.x();
            double end = before ? name.x() + name.width() : name.x();
            String colour = COLOURS.get(i % COLOURS.size());
            svg.line(way("M %.1f %.1f L %.1f %.1f", mark.x(), mark.y(), before ? end + 2 : end - 2,
                    tops[i] + LINE / 2), "stroke=\"" + colour + "\"");
            svg.dot(mark.x(), mark.y(), RADIUS, "fill=\"" + colour + "\" stroke=\"#ffffff\"");
            svg.text(end, tops[i] + 12, points.get(i).name(),
                    "font-size=\"12\" text-anchor=\"" + (before ? "end" : "start") + "\"");
        }
    }

    /// Right of its mark, or left where there is no room, and below the roof.
    private Name name(String text, Mark mark) {
        double width = 7.2 * text.length();
        boolean fits = mark.x() + 14 + width <= PLOT.x() + PLOT.width();
        double left = fits ? mark.x() + 14 : mark.x() - 14 - width;
        double intensity = across.number((left - PLOT.x()) / PLOT.width());
        return new Name(new Area(left, mark.y() - LINE / 2, width, LINE),
                y(limits.attainableGigaflops(intensity)) + 3);
    }

    private static String roofText(String anchor, String more) {
        return "font-size=\"12\" fill=\"" + ROOF + "\" text-anchor=\"" + anchor + "\" " + more;
    }

    private static String soft(String more) {
        return "fill=\"" + Svg.SOFT + "\" " + more;
    }

    private static String way(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }

    private static String number(int power) {
        return power < 0 ? "0." + "0".repeat(-power - 1) + "1"
                : String.format(Locale.ROOT, "%,d", (long) Math.pow(10, power));
    }
}

package llm.show;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import llm.show.Diagram.Arrow;
import llm.show.Diagram.Box;
import llm.show.Svg.Area;

/// Finds the places of a diagram's boxes and draws them.
final class DiagramDrawing {
    private static final double LINE = 18;
    private static final double PADDING = 12;
    private static final double MARGIN = 20;
    private static final double HEADLINE = 30;
    private static final double TIGHT = 6;                  // gap of columns that no arrow crosses
    private static final double GAP = 38;
    private static final double BRANCH = 12;                // where a shortcut leaves, behind a box
    private static final double DEPTH = 15;                 // of a shortcut, below its boxes

    private final List<Box> boxes;
    private final List<Arrow> arrows;
    private final Track columns;
    private final Track rows;

    DiagramDrawing(List<Box> boxes, List<Arrow> arrows) {
        this.boxes = boxes;
        this.arrows = arrows;
        double[] widths = sizes(Box::last, DiagramDrawing::columnOf, DiagramDrawing::width);
        double[] heights = sizes(Box::row, DiagramDrawing::rowOf, DiagramDrawing::height);
        double[] across = new double[widths.length];
        Arrays.setAll(across, this::gap);
        double[] down = new double[heights.length];
        Arrays.fill(down, arrows.isEmpty() ? TIGHT : GAP);
        columns = new Track(MARGIN, widths, across);
        rows = new Track(MARGIN + HEADLINE, heights, down);
    }

    String svg(String title) {
        double right = boxes.stream().map(this::area)
                .mapToDouble(area -> area.x() + area.width()).max().orElse(0);
        double below = arrows.stream().anyMatch(Arrow::shortcut) ? MARGIN + DEPTH / 2 : MARGIN;
        var svg = new Svg(title, MARGIN + Math.max(right, MARGIN + Svg.LETTER * title.length()),
                rows.end() + below);
        svg.headline(MARGIN);
        arrows.forEach(arrow -> draw(svg, arrow));
        boxes.forEach(box -> draw(svg, box));
        return svg.toString();
    }

    private static double width(Box box) {
        return 2 * PADDING + Svg.LETTER
                * box.lines().stream().mapToInt(String::length).max().orElse(0);
    }

    private static double height(Box box) {
        return 2 * PADDING + LINE * box.lines().size() - 4;
    }

    /// The column that makes room for a box, or −1 for none.
    private static int columnOf(Box box) {
        return box.first() == box.last() && box.first() == Math.rint(box.first())
                ? (int) box.first() : -1;
    }

    private static int rowOf(Box box) {
        return box.row() == Math.rint(box.row()) ? (int) box.row() : -1;
    }

    private double[] sizes(ToDoubleFunction<Box> last, ToIntFunction<Box> home,
            ToDoubleFunction<Box> size) {
        double end = boxes.stream().mapToDouble(last).max().orElse(0);
        double[] sizes = new double[1 + (int) Math.ceil(end)];
        Arrays.setAll(sizes, i -> boxes.stream().filter(box -> home.applyAsInt(box) == i)
                .mapToDouble(size).max().orElse(0));
        return sizes;
    }

    /// The room for arrows between a column and the next.
    private double gap(int column) {
        double gap = TIGHT;
        for (Arrow arrow : arrows) {
            double left = Math.min(arrow.from().first(), arrow.to().first());
            double right = Math.max(arrow.from().first(), arrow.to().first());
            boolean flat = right - left >= 2 * Math.abs(arrow.to().row() - arrow.from().row());
            if (flat && left <= column && right > column) {
                boolean alone = left == column && right == column + 1;
                gap = Math.max(gap, alone && !arrow.label().isEmpty()
                        ? Math.max(GAP, 28 + Svg.LETTER * arrow.label().length()) : GAP);
            }
        }
        return gap;
    }

    private Area area(Box box) {
        double y = rows.middle(box.row()) - height(box) / 2;
        if (box.first() == box.last()) {
            return new Area(columns.middle(box.first()) - width(box) / 2, y, width(box),
                    height(box));
        }
        double start = columns.start((int) box.first());
        return new Area(start, y, columns.end((int) box.last()) - start, height(box));
    }

    private void draw(Svg svg, Box box) {
        Area area = area(box);
        svg.rectangle(area, "rx=\"5\" fill=\"%s\" stroke=\"%s\"".formatted(box.kind().fill,
                box.kind().edge));
        for (int i = 0; i < box.lines().size(); i++) {
            svg.text(area.x() + area.width() / 2, area.y() + PADDING + LINE * i + 11,
                    box.lines().get(i),
                    i == 0 && box.lines().size() > 1 ? "font-weight=\"bold\"" : "");
        }
    }

    private void draw(Svg svg, Arrow arrow) {
        Area from = area(arrow.from());
        Area to = area(arrow.to());
        double x1 = from.x() + from.width() / 2;
        double y1 = from.y() + from.height() / 2;
        double dx = to.x() + to.width() / 2 - x1;
        double dy = to.y() + to.height() / 2 - y1;
        if (arrow.shortcut()) {
            double bottom = to.y() + to.height();
            svg.arrow(path("M %.1f %.1f V %.1f H %.1f V %.1f", from.x() + from.width() + BRANCH, y1,
                    bottom + DEPTH, x1 + dx, bottom + 3));
            return;
        }
        double start = border(from, dx, dy);
        double end = 1 - border(to, dx, dy);
        svg.arrow(path("M %.1f %.1f L %.1f %.1f", x1 + start * dx, y1 + start * dy, x1 + end * dx,
                y1 + end * dy));
        if (!arrow.label().isEmpty()) {
            double middle = (start + end) / 2;
            boolean flat = Math.abs(dx) > Math.abs(dy);
            svg.text(x1 + middle * dx + (flat ? 0 : 6 + Svg.LETTER / 2 * arrow.label().length()),
                    y1 + middle * dy - (flat ? 8 : -4), arrow.label(), "fill=\"#b4531a\"");
        }
    }

    private static String path(String form, Object... places) {
        return String.format(Locale.ROOT, form, places);
    }

    /// The share of the way from a box's middle along `(dx, dy)` at which its border is crossed.
    private static double border(Area box, double dx, double dy) {
        double across = dx == 0 ? Double.MAX_VALUE : (box.width() / 2 + 3) / Math.abs(dx);
        double along = dy == 0 ? Double.MAX_VALUE : (box.height() / 2 + 3) / Math.abs(dy);
        return Math.min(across, along);
    }
}

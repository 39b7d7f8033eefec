package llm.show;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A diagram of boxes and arrows, drawn as SVG on white paper, so that it reads well on a dark
/// page too.
///
/// Boxes stand on a grid whose columns and rows grow with the largest box; a place may lie between
/// two columns, such as 0.5.
///
/// ```java
/// Show.svg(new Diagram("Doubling").box("x", 0, 0, "x", "3").strong("y", 1, 0, "2x", "6")
///         .arrow("x", "y").svg());
/// ```
public final class Diagram {
    private static final double LETTER = 7.9;               // width of a letter, a little generous
    private static final double LINE = 18;
    private static final double PADDING = 12;
    private static final double COLUMN_GAP = 56;
    private static final double ROW_GAP = 38;
    private static final double MARGIN = 18;
    private static final double HEADLINE = 30;

    private final String title;
    private final Map<String, Box> boxes = new LinkedHashMap<>();
    private final List<Arrow> arrows = new ArrayList<>();

    /// @param column place of its middle, in columns from the left
    /// @param row    place of its middle, in rows from the top
    private record Box(double column, double row, boolean strong, List<String> lines) {
        double width() {
            return 2 * PADDING + LETTER * lines.stream().mapToInt(String::length).max().orElse(0);
        }

        double height() {
            return 2 * PADDING + LINE * lines.size() - 4;
        }
    }

    private record Arrow(Box from, Box to, String label) {}

    public Diagram(String title) {
        this.title = title;
    }

    /// Adds a box.
    ///
    /// @param name  for [#arrow]
    /// @param lines its text, the first line in bold
    public Diagram box(String name, double column, double row, String... lines) {
        boxes.put(name, new Box(column, row, false, List.of(lines)));
        return this;
    }

    /// Adds a box in colour: what the diagram is about.
    public Diagram strong(String name, double column, double row, String... lines) {
        boxes.put(name, new Box(column, row, true, List.of(lines)));
        return this;
    }

    /// Joins two boxes.
    public Diagram arrow(String from, String to) {
        return arrow(from, to, "");
    }

    /// Joins two boxes; the label stands beside the middle of the arrow.
    public Diagram arrow(String from, String to, String label) {
        arrows.add(new Arrow(named(from), named(to), label));
        return this;
    }

    private Box named(String name) {
        Box box = boxes.get(name);
        if (box == null) {
            throw new IllegalArgumentException("an arrow must join boxes of the diagram ("
                    + String.join(", ", boxes.keySet()) + "), got " + name);
        }
        return box;
    }

    /// The drawing.
    public String svg() {
        double column = COLUMN_GAP + boxes.values().stream().mapToDouble(Box::width).max().orElse(0);
        double row = ROW_GAP + boxes.values().stream().mapToDouble(Box::height).max().orElse(0);
        double columns = boxes.values().stream().mapToDouble(Box::column).max().orElse(0) + 1;
        double rows = boxes.values().stream().mapToDouble(Box::row).max().orElse(0) + 1;
        double width = Math.max(2 * MARGIN + columns * column - COLUMN_GAP,
                2 * MARGIN + LETTER * title.length());
        double height = 2 * MARGIN + HEADLINE + rows * row - ROW_GAP;
        var svg = new StringBuilder(SvgText.open(title, width, height));
        arrows.forEach(arrow -> svg.append(arrow(arrow, column, row)));
        boxes.values().forEach(box -> svg.append(box(box, column, row)));
        return svg.append("</svg>").toString();
    }

    private static double x(Box box, double column) {
        return MARGIN + (box.column + 0.5) * column - COLUMN_GAP / 2;
    }

    private static double y(Box box, double row) {
        return MARGIN + HEADLINE + (box.row + 0.5) * row - ROW_GAP / 2;
    }

    private static String box(Box box, double column, double row) {
        double x = x(box, column);
        double top = y(box, row) - box.height() / 2;
        var svg = new StringBuilder(SvgText.rectangle(x - box.width() / 2, top, box.width(),
                box.height(), box.strong ? "#ffe3c4" : "#eef3f8",
                box.strong ? "#b4531a" : "#5b7793"));
        for (int i = 0; i < box.lines.size(); i++) {
            svg.append(SvgText.line(x, top + PADDING + LINE * i + 11, box.lines.get(i),
                    i == 0 ? "font-weight=\"bold\"" : ""));
        }
        return svg.toString();
    }

    private static String arrow(Arrow arrow, double column, double row) {
        double x1 = x(arrow.from, column);
        double y1 = y(arrow.from, row);
        double dx = x(arrow.to, column) - x1;
        double dy = y(arrow.to, row) - y1;
        double start = border(arrow.from, dx, dy);
        double end = 1 - border(arrow.to, dx, dy);
        double middle = (start + end) / 2;
        boolean flat = Math.abs(dx) > Math.abs(dy);
        String line = String.format(Locale.ROOT, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" "
                + "y2=\"%.1f\" stroke=\"#444\" stroke-width=\"1.6\" marker-end=\"url(#tip)\"/>%n",
                x1 + start * dx, y1 + start * dy, x1 + end * dx, y1 + end * dy);
        return arrow.label.isEmpty() ? line : line + SvgText.line(
                x1 + middle * dx + (flat ? 0 : 6 + LETTER / 2 * arrow.label.length()),
                y1 + middle * dy - (flat ? 8 : -4), arrow.label, "fill=\"#b4531a\"");
    }

    /// The share of the way from a box's middle along `(dx, dy)` at which its border is crossed.
    private static double border(Box box, double dx, double dy) {
        double across = dx == 0 ? Double.MAX_VALUE : (box.width() / 2 + 3) / Math.abs(dx);
        double along = dy == 0 ? Double.MAX_VALUE : (box.height() / 2 + 3) / Math.abs(dy);
        return Math.min(across, along);
    }
}

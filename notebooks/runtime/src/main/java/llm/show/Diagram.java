package llm.show;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A diagram of boxes and arrows, drawn as SVG.
///
/// Boxes stand on a grid: each column is as wide as its widest box, each row as high as its
/// highest. A place may lie between two columns or rows, such as 0.5; a box there takes no room of
/// its own.
///
/// ```java
/// Show.diagram(new Diagram("Doubling").box("x = 3", 0, 0).strong("twice", 1, 0, "2x", "6")
///         .arrow("x = 3", "twice"));
/// ```
public final class Diagram {
    private final String title;
    private final Map<String, Box> boxes = new LinkedHashMap<>();
    private final List<Arrow> arrows = new ArrayList<>();

    /// What a box stands for; each kind has its colour.
    public enum Kind {
        /// Something given or computed.
        DATA("#f1f5f9", "#64748b"),
        /// A layer with weights.
        LAYER("#dbeafe", "#2563eb"),
        /// A layer that brings numbers to a standard size.
        NORM("#fef3c7", "#b45309"),
        /// A computation without weights.
        SUM("#dcfce7", "#15803d"),
        /// What the diagram is about.
        STRONG("#ffe3c4", "#b4531a");

        final String fill;
        final String edge;

        Kind(String fill, String edge) {
            this.fill = fill;
            this.edge = edge;
        }
    }

    /// @param first place of its middle, in columns from the left; of a wide one, its first column
    /// @param last  the same; of a wide one, its last column
    /// @param row   place of its middle, in rows from the top
    record Box(Kind kind, double first, double last, double row, List<String> lines) {}

    /// @param shortcut whether it runs around the boxes in between
    record Arrow(Box from, Box to, String label, boolean shortcut) {}

    public Diagram(String title) {
        this.title = title;
    }

    /// Adds a box of [Kind#DATA].
    public Diagram box(String name, double column, double row, String... lines) {
        return box(Kind.DATA, name, column, row, lines);
    }

    /// Adds a box of [Kind#STRONG].
    public Diagram strong(String name, double column, double row, String... lines) {
        return box(Kind.STRONG, name, column, row, lines);
    }

    /// Adds a box.
    ///
    /// @param name  for arrows; without lines, the box's text as well
    /// @param lines its text; of several lines the first is bold
    public Diagram box(Kind kind, String name, double column, double row, String... lines) {
        boxes.put(name, new Box(kind, column, column, row,
                lines.length == 0 ? List.of(name) : List.of(lines)));
        return this;
    }

    /// Adds a box that reaches from one column to another.
    public Diagram wide(Kind kind, String name, int firstColumn, int lastColumn, double row) {
        boxes.put(name, new Box(kind, firstColumn, lastColumn, row, List.of(name)));
        return this;
    }

    /// Joins each box with the next.
    public Diagram arrows(String... names) {
        for (int i = 1; i < names.length; i++) {
            arrow(names[i - 1], names[i]);
        }
        return this;
    }

    /// Joins two boxes.
    public Diagram arrow(String from, String to) {
        return arrow(from, to, "");
    }

    /// Joins two boxes; the label stands beside the middle of the arrow.
    public Diagram arrow(String from, String to, String label) {
        arrows.add(new Arrow(named(from), named(to), label, false));
        return this;
    }

    /// An arrow that leaves on the right of a box, passes below those that follow and enters
    /// another one from below.
    public Diagram shortcut(String from, String to) {
        arrows.add(new Arrow(named(from), named(to), "", true));
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
    ///
    /// @throws IllegalStateException if there are no boxes
    public String svg() {
        if (boxes.isEmpty()) {
            throw new IllegalStateException("a diagram must have a box, got none in " + title);
        }
        return new DiagramDrawing(List.copyOf(boxes.values()), arrows).svg(title);
    }
}

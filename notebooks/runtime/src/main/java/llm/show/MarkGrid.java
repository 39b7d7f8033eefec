package llm.show;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Rows of small squares that fill with colour as more of each is reached, such as the exercises of
/// a book chapter by chapter.
///
/// ```java
/// Show.svg(new MarkGrid("Exercises").row("1 Tensors", List.of(new Mark("1.1", 0.5))).svg());
/// ```
public final class MarkGrid {
    private static final double SIDE = 40;
    private static final double GAP = 6;
    private static final double TOP = 44;
    private static final double MARGIN = 20;
    private static final String EMPTY = "#eef0f3";
    private static final String SOME = "#e8b26a";
    private static final String ALL = "#5fa860";

    private final String title;
    private final List<Row> rows = new ArrayList<>();

    /// @param share of what can be reached, from 0 to 1
    public record Mark(String label, double share) {
        public Mark {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("share must be from 0 to 1, got " + share);
            }
        }
    }

    private record Row(String name, List<Mark> marks) {}

    public MarkGrid(String title) {
        this.title = title;
    }

    /// Adds a row at the bottom.
    public MarkGrid row(String name, List<Mark> marks) {
        rows.add(new Row(name, List.copyOf(marks)));
        return this;
    }

    /// The same in letters: ■ for all, ◧ for a part, □ for nothing.
    public String text() {
        int longest = rows.stream().mapToInt(row -> row.name.length()).max().orElse(0);
        return title + rows.stream().map(row -> "\n" + row.name
                + " ".repeat(longest - row.name.length()) + "  " + row.marks.stream()
                        .map(mark -> mark.share == 1 ? "■" : mark.share > 0 ? "◧" : "□")
                        .collect(Collectors.joining(" "))).collect(Collectors.joining());
    }

    /// The drawing.
    public String svg() {
        double left = MARGIN + 10 + Svg.LETTER * rows.stream().mapToInt(row -> row.name.length())
                .max().orElse(0);
        int most = rows.stream().mapToInt(row -> row.marks.size()).max().orElse(0);
        double width = Math.max(left + most * (SIDE + GAP) + MARGIN,
                2 * MARGIN + Svg.LETTER * title.length());
        var svg = new Svg(title, width, TOP + rows.size() * (SIDE + GAP) + MARGIN / 2)
                .headline(MARGIN);
        for (int i = 0; i < rows.size(); i++) {
            double y = TOP + i * (SIDE + GAP);
            svg.text(left - 10, y + SIDE / 2 + 4.5, rows.get(i).name, "text-anchor=\"end\"");
            for (int j = 0; j < rows.get(i).marks.size(); j++) {
                mark(svg, left + j * (SIDE + GAP), y, rows.get(i).marks.get(j));
            }
        }
        return svg.toString();
    }

    /// Filled from the bottom.
    private static void mark(Svg svg, double x, double y, Mark mark) {
        double filled = SIDE * mark.share;
        svg.rectangle(new Svg.Area(x, y, SIDE, SIDE), "rx=\"5\" fill=\"" + EMPTY + "\"");
        svg.rectangle(new Svg.Area(x, y + SIDE - filled, SIDE, filled),
                "rx=\"5\" fill=\"" + (mark.share == 1 ? ALL : SOME) + "\"");
        svg.text(x + SIDE / 2, y + SIDE / 2 + 4.5, mark.label, "font-size=\"12\"");
    }
}

package llm.show;

import java.util.ArrayList;
import java.util.List;
import llm.show.Svg.Area;

/// Rows of tokens in columns, place under place: what a batch holds, and which of it counts. A space
/// is drawn as `␣`, a line break as `↵`.
///
/// ```java
/// Show.svg(new TokenGrid("A batch").row("inputs", List.of("a", "b"), List.of(true, false)).svg());
/// ```
public final class TokenGrid {
    private static final double LETTER = 7.4;
    private static final double ROW = 26;
    private static final double TOP = 42;
    private static final double MARGIN = 20;
    private static final String COUNTS = "rx=\"3\" fill=\"#d4e6f5\" stroke=\"#2f6da3\"";
    private static final String MARKED = "rx=\"3\" fill=\"#ffe3c4\" stroke=\"#b4531a\"";
    private static final String HIDDEN = "rx=\"3\" fill=\"#f6f7f9\" stroke=\"#d5d9e0\"";
    private static final String FONT = "font-size=\"12\" font-family=\"DejaVu Sans Mono, monospace\"";

    private final String title;
    private final List<Row> rows = new ArrayList<>();
    private String marked = "";

    private record Row(String name, List<String> tokens, List<Boolean> counts) {}

    public TokenGrid(String title) {
        this.title = title;
    }

    /// Adds a row.
    ///
    /// @param counts for each token whether it counts; one that does not is drawn pale
    public TokenGrid row(String name, List<String> tokens, List<Boolean> counts) {
        if (tokens.size() != counts.size()) {
            throw new IllegalArgumentException("counts must be one for each token, got "
                    + tokens.size() + " tokens, " + counts.size() + " counts");
        }
        rows.add(new Row(name, tokens.stream()
                .map(token -> token.replace(' ', '␣').replace('\n', '↵')).toList(),
                List.copyOf(counts)));
        return this;
    }

    /// Leaves some room before the next row.
    public TokenGrid gap() {
        rows.add(new Row("", List.of(), List.of()));
        return this;
    }

    /// Gives a token a colour of its own wherever it counts.
    public TokenGrid mark(String token) {
        marked = token;
        return this;
    }

    /// The drawing.
    public String svg() {
        double left = MARGIN + 8 + Svg.LETTER * rows.stream()
                .mapToInt(row -> row.name.length()).max().orElse(0);
        double[] ends = ends(left);
        double right = ends.length == 0 ? left : ends[ends.length - 1];
        double bottom = TOP + rows.stream().mapToDouble(TokenGrid::height).sum();
        var svg = new Svg(title, MARGIN + Math.max(right, MARGIN + Svg.LETTER * title.length()),
                bottom + 14).headline(MARGIN);
        double y = TOP;
        for (Row row : rows) {
            svg.text(left - 8, y + 17, row.name, "text-anchor=\"end\"");
            for (int i = 0; i < row.tokens.size(); i++) {
                double start = i == 0 ? left : ends[i - 1];
                boolean counts = row.counts.get(i);
                String token = row.tokens.get(i);
                svg.rectangle(new Area(start, y, ends[i] - start - 3, ROW - 3),
                        !counts ? HIDDEN : token.equals(marked) ? MARKED : COUNTS);
                svg.text((start + ends[i] - 3) / 2, y + 16, token,
                        FONT + (counts ? "" : " fill=\"#9aa1ad\""));
            }
            y += height(row);
        }
        return svg.toString();
    }

    private static double height(Row row) {
        return row.tokens.isEmpty() ? ROW / 2 : ROW;
    }

    /// Where each column ends: it is as wide as its longest token.
    private double[] ends(double left) {
        int columns = rows.stream().mapToInt(row -> row.tokens.size()).max().orElse(0);
        double[] ends = new double[columns];
        for (int i = 0; i < columns; i++) {
            int column = i;
            int longest = rows.stream().filter(row -> row.tokens.size() > column)
                    .mapToInt(row -> row.tokens.get(column).length()).max().orElse(0);
            ends[i] = (i == 0 ? left : ends[i - 1]) + 13 + LETTER * longest;
        }
        return ends;
    }
}

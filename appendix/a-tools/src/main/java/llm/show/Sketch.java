package llm.show;

/// A drawing of boxes and arrows, built call by call; lengths are in pixels from the top left.
/// Readable on light and dark pages, because it brings its own background.
public final class Sketch {
    private final String title;
    private final int width;
    private final int height;
    private final StringBuilder body = new StringBuilder();

    /// @param title stands for the drawing where only text can be shown
    public Sketch(String title, int width, int height) {
        this.title = title;
        this.width = width;
        this.height = height;
    }

    /// The colours of boxes: one for each kind of thing.
    public enum Color {
        DATA("#f1f5f9", "#64748b"), LAYER("#dbeafe", "#2563eb"), NORM("#fef3c7", "#d97706"),
        SUM("#dcfce7", "#16a34a"), ACCENT("#fce7f3", "#db2777");

        private final String fill;
        private final String edge;

        Color(String fill, String edge) {
            this.fill = fill;
            this.edge = edge;
        }
    }

    /// A box of a height of 32 around a text.
    public Sketch box(int x, int y, int boxWidth, String text, Color color) {
        return box(x, y, boxWidth, 32, text, color);
    }

    /// A box with a text in its middle.
    public Sketch box(int x, int y, int boxWidth, int boxHeight, String text, Color color) {
        body.append(("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\" fill=\"%s\" "
                + "stroke=\"%s\"/>\n").formatted(x, y, boxWidth, boxHeight, color.fill,
                color.edge));
        return written(x + boxWidth / 2, y + boxHeight / 2 + 5, "middle", text);
    }

    /// A straight arrow.
    public Sketch arrow(int fromX, int fromY, int toX, int toY) {
        return path("M %d %d L %d %d".formatted(fromX, fromY, toX, toY));
    }

    /// An arrow along a path in SVG's notation, such as `M 10 10 H 50 V 90`.
    public Sketch path(String path) {
        body.append(("<path d=\"%s\" fill=\"none\" stroke=\"#475569\" stroke-width=\"1.5\" "
                + "marker-end=\"url(#tip)\"/>\n").formatted(path));
        return this;
    }

    /// A text that begins at `x`, on the line `y`.
    public Sketch text(int x, int y, String text) {
        return written(x, y, "start", text);
    }

    private Sketch written(int x, int y, String anchor, String text) {
        body.append("<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>\n".formatted(x, y,
                anchor, Rendering.escaped(text)));
        return this;
    }

    /// The drawing.
    public String svg() {
        return frame(title, width, height, body.toString());
    }

    static String frame(String title, int width, int height, String body) {
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" \
                viewBox="0 0 %d %d" font-family="Helvetica, Arial, sans-serif" font-size="13" \
                fill="#1f2937">
                <title>%s</title>
                <defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" \
                markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="#475569"/>\
                </marker></defs>
                <rect width="%d" height="%d" rx="8" fill="#ffffff"/>
                %s</svg>""".formatted(width, height, width, height, Rendering.escaped(title),
                width, height, body);
    }
}

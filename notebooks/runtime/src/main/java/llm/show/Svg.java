package llm.show;

import java.util.Locale;

/// A drawing on white paper, so that it reads well on a dark page too: the few elements that the
/// book's pictures are made of. Lengths are in pixels, from the top left.
final class Svg {
    static final double LETTER = 7.9;                       // width of a letter, a little generous
    static final String INK = "#22252b";
    static final String SOFT = "#555b66";

    private final String title;
    private final StringBuilder text = new StringBuilder();

    /// @param title what is drawn, for readers who see no pictures
    Svg(String title, double width, double height) {
        this.title = title;
        add("""
                <svg role="img" xmlns="http://www.w3.org/2000/svg" width="%1$.0f" height="%2$.0f" \
                viewBox="0 0 %1$.0f %2$.0f" font-family="DejaVu Sans, Verdana, sans-serif" \
                font-size="13" text-anchor="middle">
                <title>%3$s</title>
                <defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" \
                markerHeight="7" orient="auto"><path d="M0 0 L8 4 L0 8 z" fill="%4$s"/>\
                </marker></defs>
                <rect width="100%%" height="100%%" rx="6" fill="#ffffff"/>
                """, width, height, Rendering.escaped(title), SOFT);
    }

    /// Writes the title at the top, so that it begins at `x`.
    Svg headline(double x) {
        return text(x, 26, title, "font-size=\"14\" text-anchor=\"start\" fill=\"" + SOFT + "\"");
    }

    /// The room that a shape takes.
    record Area(double x, double y, double width, double height) {}

    /// A rectangle.
    ///
    /// @param attributes of the element, such as its `fill`
    Svg rectangle(Area area, String attributes) {
        return add("<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" %s/>%n", area.x,
                area.y, area.width, area.height, attributes);
    }

    /// A line of text, centred at `x` unless the attributes say otherwise.
    ///
    /// @param attributes of the element; may be empty
    Svg text(double x, double y, String line, String attributes) {
        String fill = attributes.contains("fill=") ? "" : " fill=\"" + INK + "\"";
        return add("<text x=\"%.1f\" y=\"%.1f\"%s %s>%s</text>%n", x, y, fill, attributes,
                Rendering.escaped(line));
    }

    /// An arrow.
    ///
    /// @param path its way in SVG's notation, such as `M 10 10 H 50 V 90`
    Svg arrow(String path) {
        return line(path, "stroke=\"" + SOFT + "\" stroke-width=\"1.5\" marker-end=\"url(#tip)\"");
    }

    /// A line without a tip.
    ///
    /// @param path       its way in SVG's notation
    /// @param attributes of the element, such as its `stroke`
    Svg line(String path, String attributes) {
        return add("<path d=\"%s\" fill=\"none\" %s/>%n", path, attributes);
    }

    /// A round mark.
    ///
    /// @param attributes of the element, such as its `fill`
    Svg dot(double x, double y, double radius, String attributes) {
        return add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" %s/>%n", x, y, radius, attributes);
    }

    private Svg add(String form, Object... values) {
        text.append(String.format(Locale.ROOT, form, values));
        return this;
    }

    /// The whole drawing.
    @Override
    public String toString() {
        return text + "</svg>";
    }
}

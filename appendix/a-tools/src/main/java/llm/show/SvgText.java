package llm.show;

import java.util.Locale;

/// The few SVG elements that the book's drawings are made of.
final class SvgText {
    private SvgText() {}

    /// The beginning of a drawing on white paper, with its title at the top.
    static String open(String title, double width, double height) {
        return String.format(Locale.ROOT, """
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$.0f" height="%2$.0f" \
                viewBox="0 0 %1$.0f %2$.0f" font-family="DejaVu Sans, Verdana, sans-serif" \
                font-size="13" text-anchor="middle">
                <title>%3$s</title>
                <defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" \
                markerHeight="8" orient="auto"><path d="M0 0 L8 4 L0 8 z" fill="#444"/></marker></defs>
                <rect width="100%%" height="100%%" rx="6" fill="#ffffff"/>
                """, width, height, Rendering.escaped(title))
                + line(width / 2, 26, title, "font-size=\"14\" fill=\"#555\"");
    }

    static String rectangle(double x, double y, double width, double height, String fill,
            String stroke) {
        return String.format(Locale.ROOT, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" "
                + "height=\"%.1f\" rx=\"5\" fill=\"%s\" stroke=\"%s\"/>%n", x, y, width, height,
                fill, stroke);
    }

    /// A line of text, centred.
    ///
    /// @param attributes of the element; may be empty
    static String line(double x, double y, String text, String attributes) {
        String fill = attributes.contains("fill=") ? "" : " fill=\"#22252b\"";
        return String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\"%s %s>%s</text>%n", x, y,
                fill, attributes, Rendering.escaped(text));
    }
}

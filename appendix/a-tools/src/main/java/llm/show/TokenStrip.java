package llm.show;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// Tokens side by side as coloured cards, with their ids below: how a tokenizer sees a text. A
/// space is drawn as `␣`, a line break as `↵`.
public final class TokenStrip {
    private static final List<String> COLOURS =
            List.of("#ffe3c4", "#d9ecd2", "#d4e6f5", "#eadcf2", "#fbf1b8");
    private static final double LETTER = 8.6;
    private static final double WIDTH = 780;
    private static final double CARD = 28;
    private static final double ROW = 56;

    private TokenStrip() {}

    /// The drawing, wrapped to the width of a page.
    ///
    /// @param ids below the tokens; none to leave them out
    public static String svg(String title, List<String> tokens, int... ids) {
        if (ids.length != 0 && ids.length != tokens.size()) {
            throw new IllegalArgumentException("there must be an id for each token, or none, got "
                    + tokens.size() + " tokens, " + ids.length + " ids");
        }
        var cards = new StringBuilder();
        double x = 16;
        double y = 42;
        for (int i = 0; i < tokens.size(); i++) {
            String text = tokens.get(i).replace(' ', '␣').replace('\n', '↵');
            String id = ids.length == 0 ? "" : String.valueOf(ids[i]);
            double width = 12 + Math.max(LETTER * text.length(), 7 * id.length());
            if (x + width > WIDTH - 16) {
                x = 16;
                y += ids.length == 0 ? ROW - 18 : ROW;
            }
            cards.append(SvgText.rectangle(x, y, width, CARD, COLOURS.get(i % COLOURS.size()),
                    "#8a8f98"));
            cards.append(SvgText.line(x + width / 2, y + 19, text,
                    "font-family=\"DejaVu Sans Mono, monospace\""));
            cards.append(SvgText.line(x + width / 2, y + CARD + 14, id,
                    "font-size=\"11\" fill=\"#555\""));
            x += width + 4;
        }
        double height = y + CARD + (ids.length == 0 ? 16 : 30);
        return SvgText.open(title, WIDTH, height) + cards + "</svg>";
    }

    /// The drawing of ids, each shown by what `token` makes of it, such as `tokenizer::token`.
    public static String svg(String title, IntFunction<String> token, int... ids) {
        return svg(title, IntStream.of(ids).mapToObj(token).toList(), ids);
    }
}

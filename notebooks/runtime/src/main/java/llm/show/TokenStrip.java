package llm.show;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import llm.show.Svg.Area;

/// Tokens side by side as coloured cards, with their ids below: how a tokenizer sees a text. A
/// space is drawn as `␣`, a line break as `↵`.
public final class TokenStrip {
    private static final List<String> COLOURS =
            List.of("#ffe3c4", "#d9ecd2", "#d4e6f5", "#eadcf2", "#fbf1b8");
    private static final double LETTER = 8.6;
    private static final double WIDTH = 780;
    private static final double CARD = 28;
    private static final double ROW = 56;
    private static final double MARGIN = 20;
    private static final double TOP = 42;

    private TokenStrip() {}

    /// The drawing, wrapped to the width of a page.
    ///
    /// @param ids below the tokens; none to leave them out
    public static String svg(String title, List<String> tokens, int... ids) {
        if (ids.length != 0 && ids.length != tokens.size()) {
            throw new IllegalArgumentException("there must be an id for each token, or none, got "
                    + tokens.size() + " tokens, " + ids.length + " ids");
        }
        List<Card> cards = cards(tokens, ids);
        double height = (cards.isEmpty() ? TOP : cards.getLast().y) + CARD
                + (ids.length == 0 ? 16 : 30);
        double right = cards.stream().mapToDouble(card -> card.x + card.width).max().orElse(0);
        var svg = new Svg(title, MARGIN + Math.max(right, MARGIN + Svg.LETTER * title.length()),
                height).headline(MARGIN);
        for (int i = 0; i < cards.size(); i++) {
            Card card = cards.get(i);
            svg.rectangle(new Area(card.x, card.y, card.width, CARD), "rx=\"5\" fill=\"%s\" "
                    .formatted(COLOURS.get(i % COLOURS.size())) + "stroke=\"#8a8f98\"");
            double middle = card.x + card.width / 2;
            svg.text(middle, card.y + 19, card.text,
                    "font-family=\"DejaVu Sans Mono, monospace\"");
            svg.text(middle, card.y + CARD + 14, card.id,
                    "font-size=\"11\" fill=\"" + Svg.SOFT + "\"");
        }
        return svg.toString();
    }

    private record Card(String text, String id, double x, double y, double width) {}

    private static List<Card> cards(List<String> tokens, int[] ids) {
        var cards = new ArrayList<Card>();
        double x = MARGIN;
        double y = TOP;
        for (int i = 0; i < tokens.size(); i++) {
            String text = tokens.get(i).replace(' ', '␣').replace('\n', '↵');
            String id = ids.length == 0 ? "" : String.valueOf(ids[i]);
            double width = 12 + Math.max(LETTER * text.length(), 7 * id.length());
            if (x + width > WIDTH - MARGIN) {
                x = MARGIN;
                y += ids.length == 0 ? ROW - 18 : ROW;
            }
            cards.add(new Card(text, id, x, y, width));
            x += width + 4;
        }
        return cards;
    }

    /// The drawing of ids, each shown by what `token` makes of it, such as `tokenizer::token`.
    public static String svg(String title, IntFunction<String> token, int... ids) {
        return svg(title, IntStream.of(ids).mapToObj(token).toList(), ids);
    }
}

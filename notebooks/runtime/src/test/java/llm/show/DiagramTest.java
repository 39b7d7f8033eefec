package llm.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

@DisplayName("Drawings of the notebooks")
class DiagramTest {

    @Test
    @DisplayName("an arrow runs from the right border of one box to the left border of the next")
    void arrowsTouchTheirBoxes() throws Exception {
        Document page = parse(new Diagram("t").box("from", 0, 0).box("b", 1, 0, "to", "there")
                .arrow("from", "b").svg());
        Element from = element(page, "rect", 1);
        double[] way = way(page, 0);
        assertThat(way[0]).isCloseTo(right(from) + 3, within());
        assertThat(way[2]).isCloseTo(number(element(page, "rect", 2), "x") - 3, within());
        assertThat(way[1]).isEqualTo(way[3])
                .isCloseTo(number(from, "y") + number(from, "height") / 2, within());
    }

    @Test
    @DisplayName("a column is as wide as its widest box, and the label of an arrow fits in between")
    void columnsFitTheirBoxes() throws Exception {
        Document page = parse(new Diagram("t").box("wide as a house", 0, 0).box("x", 0, 1)
                .box("y", 1, 1).box("z", 2, 1).arrow("x", "y", "a long label").arrow("y", "z")
                .svg());
        Element wide = element(page, "rect", 1);
        Element narrow = element(page, "rect", 2);
        assertThat(number(narrow, "x") - number(wide, "x"))
                .isCloseTo(right(wide) - right(narrow), within());
        double labelled = number(element(page, "rect", 3), "x") - right(wide);
        double plain = number(element(page, "rect", 4), "x") - right(element(page, "rect", 3));
        assertThat(labelled).isGreaterThan("a long label".length() * 7.9);
        assertThat(plain).isEqualTo(38, within());
    }

    @Test
    @DisplayName("a wide box reaches from its first column to its last")
    void spansColumns() throws Exception {
        Document page = parse(new Diagram("t").box("a", 0, 0).box("bb", 1, 0).box("ccc", 2, 0)
                .wide(Diagram.Kind.SUM, "w", 1, 2, 1).svg());
        Element wide = element(page, "rect", 4);
        assertThat(number(wide, "x")).isEqualTo(number(element(page, "rect", 2), "x"));
        assertThat(right(wide)).isCloseTo(right(element(page, "rect", 3)), within());
        assertThat(wide.getAttribute("fill")).isEqualTo("#dcfce7");
    }

    @Test
    @DisplayName("a shortcut passes below the boxes in between and enters its goal from below")
    void passesBelow() throws Exception {
        Document page = parse(new Diagram("t").box("x", 0, 0).box("norm", 1, 0).box("+", 2, 0)
                .shortcut("x", "+").svg());
        Element goal = element(page, "rect", 3);
        double bottom = number(goal, "y") + number(goal, "height");
        double[] way = way(page, 0);                   // M x y V down H across V up
        assertThat(way[0]).isBetween(right(element(page, "rect", 1)),
                number(element(page, "rect", 2), "x"));
        assertThat(way[2]).isGreaterThan(bottom);
        assertThat(way[3]).isCloseTo((number(goal, "x") + right(goal)) / 2, within());
        assertThat(way[4]).isBetween(bottom, way[2]);
    }

    @Test
    @DisplayName("text of any kind is well-formed SVG, and the title stands for the drawing")
    void escapesText() throws Exception {
        Document page = parse(new Diagram("a < b & \"c\"").strong("x", 0, 0, "<|endoftext|>").svg());
        assertThat(page.getElementsByTagName("title").item(0).getTextContent())
                .isEqualTo("a < b & \"c\"");
    }

    @Test
    @DisplayName("an arrow to a box that is not there names the boxes that are; no box, no drawing")
    void refusesUnknownBoxes() {
        assertThatThrownBy(() -> new Diagram("t").box("a", 0, 0, "a").arrow("a", "b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an arrow must join boxes of the diagram (a), got b");
        assertThatThrownBy(() -> new Diagram("empty").svg())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a diagram must have a box, got none in empty");
    }

    @Test
    @DisplayName("tokens stand side by side, their spaces visible, their ids below")
    void drawsTokens() throws Exception {
        Document page = parse(TokenStrip.svg("t", List.of("Once", " there", "\n"), 7, 8, 9));
        assertThat(List.of(1, 3, 5).stream().map(i -> element(page, "text", i).getTextContent()))
                .containsExactly("Once", "␣there", "↵");
        assertThat(element(page, "text", 4).getTextContent()).isEqualTo("8");
        assertThat(number(element(page, "rect", 2), "x"))
                .isGreaterThan(number(element(page, "rect", 1), "x"));
    }

    @Test
    @DisplayName("tokens that do not fit begin a new row")
    void wraps() throws Exception {
        Document page = parse(TokenStrip.svg("t", List.of("x".repeat(60), "y".repeat(60))));
        assertThat(number(element(page, "rect", 2), "y"))
                .isGreaterThan(number(element(page, "rect", 1), "y"));
    }

    private static Document parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    private static Element element(Document page, String name, int index) {
        return (Element) page.getElementsByTagName(name).item(index);
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }

    private static double right(Element rectangle) {
        return number(rectangle, "x") + number(rectangle, "width");
    }

    /// The numbers of an arrow's path; the first path of a page is the arrows' tip.
    private static double[] way(Document page, int arrow) {
        String path = element(page, "path", 1 + arrow).getAttribute("d");
        return Pattern.compile("[0-9.]+").matcher(path).results()
                .mapToDouble(match -> Double.parseDouble(match.group())).toArray();
    }

    private static Offset<Double> within() {
        return Offset.offset(0.11);
    }
}

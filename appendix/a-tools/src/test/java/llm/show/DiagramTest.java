package llm.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
        Element line = element(parse(new Diagram("t").box("a", 0, 0, "from").box("b", 1, 0, "to")
                .arrow("a", "b").svg()), "line", 0);
        Document page = parse(new Diagram("t").box("a", 0, 0, "from").box("b", 1, 0, "to").svg());
        Element from = element(page, "rect", 1);
        Element to = element(page, "rect", 2);
        double right = number(from, "x") + number(from, "width");
        assertThat(number(line, "x1")).isCloseTo(right + 3, within());
        assertThat(number(line, "x2")).isCloseTo(number(to, "x") - 3, within());
        assertThat(number(line, "y1")).isEqualTo(number(line, "y2"));
    }

    @Test
    @DisplayName("text of any kind is well-formed SVG, and the title stands for the drawing")
    void escapesText() throws Exception {
        Document page = parse(new Diagram("a < b & \"c\"").strong("x", 0, 0, "<|endoftext|>").svg());
        assertThat(page.getElementsByTagName("title").item(0).getTextContent())
                .isEqualTo("a < b & \"c\"");
    }

    @Test
    @DisplayName("an arrow to a box that is not there names the boxes that are")
    void refusesUnknownBoxes() {
        assertThatThrownBy(() -> new Diagram("t").box("a", 0, 0, "a").arrow("a", "b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an arrow must join boxes of the diagram (a), got b");
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

    private static Offset<Double> within() {
        return Offset.offset(0.11);
    }
}

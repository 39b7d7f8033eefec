package llm.notebook;

import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import uk.ac.ed.ph.snuggletex.SnuggleEngine;
import uk.ac.ed.ph.snuggletex.SnuggleInput;
import uk.ac.ed.ph.snuggletex.SnuggleSession;

/// Makes MathML, which browsers show by themselves, from TeX. SnuggleTeX does the work; what it lacks
/// of newer TeX is defined here, and what browsers have given up of older MathML is replaced.
final class MathMl {
    private static final SnuggleEngine ENGINE = new SnuggleEngine();
    private static final String DEFINITIONS = """
            \\newcommand{\\text}[1]{\\mbox{#1}}\\newcommand{\\operatorname}[1]{\\mbox{#1}}\
            \\newcommand{\\to}{\\rightarrow}""";

    /// What brackets around it grow with.
    private static final List<String> TALL =
            List.of("mfrac", "msqrt", "munder", "mover", "munderover", "mtable");
    private static final String SPACE = "0.17em";

    private MathMl() {}

    /// The element `math`.
    ///
    /// @param block whether the formula stands alone
    /// @return empty if the TeX is not understood
    static Optional<String> of(String tex, boolean block) {
        SnuggleSession session = ENGINE.createSession();
        try {
            session.parseInput(new SnuggleInput(DEFINITIONS));
            String mark = block ? "$$" : "$";
            session.parseInput(new SnuggleInput(mark + tex.replace('\n', ' ') + mark));
            Element root = DocumentBuilderFactory.newInstance().newDocumentBuilder().newDocument()
                    .createElement("root");
            if (!session.getErrors().isEmpty() || !session.buildDOMSubtree(root)) {
                return Optional.empty();
            }
            all(root, "mfenced").forEach(MathMl::spellOut);
            all(root, "mi").forEach(MathMl::spaceOut);
            all(root, "mo").stream().filter(sign -> sign.getTextContent().equals("-"))
                    .forEach(minus -> minus.setTextContent("−"));
            return Optional.of(text((Element) root.getFirstChild()));
        } catch (IOException | ParserConfigurationException | TransformerException e) {
            throw new IllegalStateException("the formula must become MathML, got " + tex, e);
        }
    }

    private static List<Element> all(Element within, String name) {
        NodeList found = within.getElementsByTagNameNS("*", name);
        return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i)).toList();
    }

    /// `mfenced` as an `mrow` with its brackets, and its separators between the parts.
    private static void spellOut(Element fenced) {
        Element row = fenced.getOwnerDocument().createElementNS(fenced.getNamespaceURI(), "mrow");
        boolean stretches = TALL.stream().anyMatch(tall -> !all(fenced, tall).isEmpty());
        List<Node> parts = IntStream.range(0, fenced.getChildNodes().getLength())
                .mapToObj(fenced.getChildNodes()::item).toList();
        addOperator(row, fenced.getAttribute("open"), stretches);
        for (int i = 0; i < parts.size(); i++) {
            if (i > 0) {
                addOperator(row, fenced.hasAttribute("separators")
                        ? fenced.getAttribute("separators") : ",", false);
            }
            row.appendChild(parts.get(i));
        }
        addOperator(row, fenced.getAttribute("close"), stretches);
        fenced.getParentNode().replaceChild(row, fenced);
    }

    private static void addOperator(Element row, String sign, boolean stretches) {
        if (!sign.isEmpty()) {
            Element operator = row.getOwnerDocument().createElementNS(row.getNamespaceURI(), "mo");
            operator.setTextContent(sign);
            if (!stretches && !sign.equals(",")) {
                operator.setAttribute("stretchy", "false");
            }
            row.appendChild(operator);
        }
    }

    /// The name of a function, such as `ln`, stands away from what is before and behind it, but not
    /// from a bracket.
    private static void spaceOut(Element name) {
        if (name.getTextContent().length() > 1) {
            Element operator = name.getOwnerDocument()
                    .createElementNS(name.getNamespaceURI(), "mo");
            operator.setTextContent(name.getTextContent());
            Node next = name.getNextSibling();
            boolean brackets = next != null && next.getTextContent().startsWith("(");
            operator.setAttribute("lspace", name.getPreviousSibling() == null ? "0" : SPACE);
            operator.setAttribute("rspace", next == null || brackets ? "0" : SPACE);
            name.getParentNode().replaceChild(operator, name);
        }
    }

    private static String text(Element math) throws TransformerException {
        var text = new StringWriter();
        Transformer writer = TransformerFactory.newInstance().newTransformer();
        writer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
        writer.transform(new DOMSource(math), new StreamResult(text));
        return text.toString();
    }
}

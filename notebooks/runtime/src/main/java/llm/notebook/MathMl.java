package llm.notebook;

import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
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

    private MathMl() {}

    /// The element `math`.
    ///
    /// @param block whether the formula stands alone
    /// @return empty if the TeX is not understood
    static Optional<String> of(String tex, boolean block) {
        SnuggleSession session = ENGINE.createSession();
        try {
            session.parseInput(new SnuggleInput(DEFINITIONS));
            session.parseInput(new SnuggleInput("$" + tex.replace('\n', ' ') + "$"));
            Element root = DocumentBuilderFactory.newInstance().newDocumentBuilder().newDocument()
                    .createElement("root");
            if (!session.getErrors().isEmpty() || !session.buildDOMSubtree(root)) {
                return Optional.empty();
            }
            NodeList fences = root.getElementsByTagNameNS("*", "mfenced");
            while (fences.getLength() > 0) {
                spellOut((Element) fences.item(0));
            }
            var math = (Element) root.getFirstChild();
            if (block) {
                math.setAttribute("display", "block");
            }
            return Optional.of(text(math));
        } catch (IOException | ParserConfigurationException | TransformerException e) {
            throw new IllegalStateException("the formula must become MathML, got " + tex, e);
        }
    }

    /// `mfenced` as an `mrow` with its brackets, and its separators between the parts.
    private static void spellOut(Element fenced) {
        Element row = fenced.getOwnerDocument().createElementNS(fenced.getNamespaceURI(), "mrow");
        List<Node> parts = new ArrayList<>(IntStream.range(0, fenced.getChildNodes().getLength())
                .mapToObj(fenced.getChildNodes()::item).toList());
        addOperator(row, fenced.getAttribute("open"));
        for (int i = 0; i < parts.size(); i++) {
            if (i > 0) {
                addOperator(row, fenced.hasAttribute("separators")
                        ? fenced.getAttribute("separators") : ",");
            }
            row.appendChild(parts.get(i));
        }
        addOperator(row, fenced.getAttribute("close"));
        fenced.getParentNode().replaceChild(row, fenced);
    }

    private static void addOperator(Element row, String sign) {
        if (!sign.isEmpty()) {
            Element operator = row.getOwnerDocument().createElementNS(row.getNamespaceURI(), "mo");
            operator.setTextContent(sign);
            row.appendChild(operator);
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

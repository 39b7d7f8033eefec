package llm.tools.exercises;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import llm.grade.TestResult;
import llm.tensor.file.AtomicFile;

/// Verdicts in the XML of JUnit's reports, which build servers show: a suite for each exercise.
final class JUnitXml {
    private JUnitXml() {}

    static void write(Path file, List<GradeResult.Graded> all) throws IOException {
        var text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuites");
            for (GradeResult.Graded each : all) {
                suite(xml, each);
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
        AtomicFile.writeText(file, text + "\n");
    }

    private static void suite(XMLStreamWriter xml, GradeResult.Graded graded)
            throws XMLStreamException {
        String name = (graded.folder() == null ? "" : graded.folder() + " ") + graded.exercise();
        boolean stopped = !graded.note().isEmpty();
        long failures = graded.tests().stream().filter(test -> !test.passed()).count();
        xml.writeStartElement("testsuite");
        attribute(xml, "name", name + " " + graded.title());
        attribute(xml, "tests", graded.tests().size() + (stopped ? 1 : 0));
        attribute(xml, "failures", failures);
        attribute(xml, "errors", stopped ? 1 : 0);
        attribute(xml, "time", String.format(Locale.ROOT, "%.3f", graded.seconds()));
        if (stopped) {
            testCase(xml, name, "every test runs", "error", graded.status(), graded.note());
        }
        for (TestResult test : graded.tests()) {
            testCase(xml, name, test.name(), test.passed() ? "" : "failure",
                    test.misconception() == null ? graded.status() : test.misconception(),
                    test.message());
        }
        xml.writeEndElement();
    }

    private static void testCase(XMLStreamWriter xml, String className, String name, String fault,
            String type, String message) throws XMLStreamException {
        xml.writeStartElement("testcase");
        attribute(xml, "classname", className);
        attribute(xml, "name", name);
        if (!fault.isEmpty()) {
            xml.writeStartElement(fault);
            attribute(xml, "type", type);
            attribute(xml, "message", message);
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    /// XML 1.0 has no place for most control characters, which answers may print.
    private static void attribute(XMLStreamWriter xml, String name, Object value)
            throws XMLStreamException {
        xml.writeAttribute(name, String.valueOf(value)
                .replaceAll("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", "�"));
    }
}

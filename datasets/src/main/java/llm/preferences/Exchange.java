package llm.preferences;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A small request, and what a polite and a rude person reply who give the same answer to it. All
/// lines are templates in the language of the tales.
///
/// @param topic    such as `borrow`
/// @param answer   `yes` or `no`
/// @param requests how one may ask
/// @param polite   how one may say so politely
/// @param rude     how one may say so rudely
record Exchange(String topic, String answer, List<String> requests, List<String> polite,
                List<String> rude) {

    /// Reads a `.talk` file: headings at the left margin, `topic NAME`, then `asked`,
    /// `yes politely`, `yes rudely`, `no politely` and `no rudely`, each with its templates
    /// indented below it and begun by `- `. `#` at the margin begins a comment.
    ///
    /// @throws IllegalArgumentException if the file cannot be read; the message says where
    static List<Exchange> read(String source) {
        var topics = new LinkedHashMap<String, Map<String, List<String>>>();
        var part = new ArrayList<String>();                 // where the next template goes
        for (String line : source.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#")).toList()) {
            if (line.startsWith("topic ")) {
                topics.put(line.substring("topic ".length()), new LinkedHashMap<>());
            } else if (line.startsWith("    - ")) {
                part.add(line.substring("    - ".length()));
            } else if (!topics.isEmpty() && !line.startsWith(" ")) {
                part = new ArrayList<>();
                topics.lastEntry().getValue().put(line, part);
            } else {
                throw new IllegalArgumentException("a line must be 'topic NAME', a part of a "
                        + "topic, or '- TEMPLATE' indented below it, got " + line);
            }
        }
        return topics.entrySet().stream().flatMap(topic -> Stream.of("yes", "no").map(answer ->
                of(topic.getKey(), answer, topic.getValue()))).toList();
    }

    private static Exchange of(String topic, String answer, Map<String, List<String>> parts) {
        List<String> names = List.of("asked", answer + " politely", answer + " rudely");
        if (!parts.keySet().containsAll(names)) {
            throw new IllegalArgumentException("a topic must have the parts " + names + ", got "
                    + parts.keySet() + " for " + topic);
        }
        return new Exchange(topic, answer, parts.get(names.get(0)), parts.get(names.get(1)),
                parts.get(names.get(2)));
    }

    /// The name of a request among those of all topics and answers.
    String name(String request) {
        return topic + " " + answer + ": " + request;
    }

    /// A template of three lines: a request, a polite reply and a rude one.
    String template(String request) {
        return "    - %s // [%s] // [%s]\n"
                .formatted(request, String.join("|", polite), String.join("|", rude));
    }
}

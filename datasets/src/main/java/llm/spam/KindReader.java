package llm.spam;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import llm.tales.Template;

/// Reads the kinds of messages from the resource files: `words.sms`, which all share, and one file
/// for each label and split, such as `ham-train.sms`.
///
/// A kind is a heading at the left margin, `kind NAME`, then perhaps `hard` and `formal`, and
/// indented alternatives, each begun by `- `, in the language of the tales.
final class KindReader {
    private static final List<String> FLAGS = List.of("hard", "formal");

    private KindReader() {}

    static List<MessageKind> readStandard() {
        String words = resource("words.sms");
        return Stream.of(Label.values()).flatMap(label -> Stream.of(Split.values())
                .flatMap(split -> read(label, split, words, resource(file(label, split))).stream()))
                .toList();
    }

    /// The kinds of one file, in its order.
    ///
    /// @throws IllegalArgumentException if the file cannot be read; the message says where
    static List<MessageKind> read(Label label, Split split, String words, String source) {
        var headings = new LinkedHashMap<String, List<String>>();   // name -> its flags
        var bodies = new LinkedHashMap<String, String>();           // name -> its alternatives
        for (String line : source.lines().filter(line -> !line.startsWith("#")).toList()) {
            if (line.startsWith("kind ")) {
                addHeading(List.of(line.split(" ")), headings, bodies);
            } else if (line.startsWith(" ") && !bodies.isEmpty()) {
                bodies.merge(bodies.lastEntry().getKey(), line + "\n", String::concat);
            } else if (!line.isBlank()) {
                throw new IllegalArgumentException(
                        "a line must be 'kind NAME' or indented below it, got " + line);
            }
        }
        var kinds = new ArrayList<MessageKind>();
        Template.read(words, bodies).forEach((name, template) -> {
            List<String> flags = headings.get(name);
            kinds.add(new MessageKind(name, label, split,
                    flags.contains("hard"), flags.contains("formal"), template));
        });
        return kinds;
    }

    private static void addHeading(List<String> heading, Map<String, List<String>> headings,
                                   Map<String, String> bodies) {
        String name = heading.get(1);
        List<String> flags = heading.subList(2, heading.size());
        if (!FLAGS.containsAll(flags)) {
            throw new IllegalArgumentException(
                    "a kind may be " + FLAGS + ", got " + flags + " for " + name);
        }
        if (headings.put(name, flags) != null) {
            throw new IllegalArgumentException("a kind must have a name of its own, got " + name);
        }
        bodies.put(name, "");
    }

    private static String file(Label label, Split split) {
        return label.word() + "-" + split.name().toLowerCase(Locale.ROOT) + ".sms";
    }

    private static String resource(String name) {
        try (InputStream in = KindReader.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the class path must hold llm/spam/" + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

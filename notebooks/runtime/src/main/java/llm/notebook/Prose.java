package llm.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import llm.show.Rendering;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.text.TextContentRenderer;

/// The prose of a cell: Markdown with formulas in TeX.
final class Prose {
    /// `$$…$$` and `$…$`; the latter holds no blank at its ends, so that prices stay prices.
    private static final Pattern FORMULA = Pattern.compile(
            "\\$\\$(.+?)\\$\\$|\\$(?!\\s)([^$\n]+?)(?<!\\s)\\$", Pattern.DOTALL);
    private static final Pattern CODE = Pattern.compile("(```.*?```|`[^`\n]*`)", Pattern.DOTALL);
    private static final Pattern COMMENT = Pattern.compile("\\s?<!--.*?-->", Pattern.DOTALL);
    private static final Pattern MARK = Pattern.compile(" *([-*•]|\\d+[.)]) ");
    private static final String PLACE = "\uE000%d\uE001"; // private characters: Markdown keeps them
    private static final List<Extension> TABLES = List.of(TablesExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(TABLES).build();
    private static final HtmlRenderer HTML = HtmlRenderer.builder().extensions(TABLES)
            .attributeProviderFactory(context -> (node, tag, attributes) -> {
                if (node instanceof Heading heading) {
                    attributes.put("id", anchor(heading));
                }
            }).build();
    private static final TextContentRenderer TEXT =
            TextContentRenderer.builder().extensions(TABLES).build();

    private final List<Tex> formulas = new ArrayList<>();
    private final Node document;

    /// A formula.
    ///
    /// @param block whether it stands alone
    private record Tex(String tex, boolean block) {
        String html() {
            return MathMl.of(tex, block)
                    .orElseGet(() -> "<code>" + Rendering.escaped(tex) + "</code>");
        }

        String text() {
            return Formula.readable(tex);
        }
    }

    Prose(String markdown) {
        var text = new StringBuilder();
        Matcher code = CODE.matcher(markdown);
        int from = 0;
        while (code.find()) {
            text.append(withoutFormulas(markdown.substring(from, code.start())))
                    .append(code.group());
            from = code.end();
        }
        document = PARSER.parse(text.append(withoutFormulas(markdown.substring(from))).toString());
    }

    /// Formulas wait aside, away from Markdown's `_` and `*`.
    private String withoutFormulas(String text) {
        return FORMULA.matcher(COMMENT.matcher(text).replaceAll("")).replaceAll(match -> {
            boolean block = match.group(1) != null;
            formulas.add(new Tex((block ? match.group(1) : match.group(2)).strip(), block));
            return PLACE.formatted(formulas.size() - 1);
        });
    }

    private String withFormulas(String text, Function<Tex, String> form) {
        String whole = text;
        for (int i = 0; i < formulas.size(); i++) {
            whole = whole.replace(PLACE.formatted(i), form.apply(formulas.get(i)));
        }
        return whole;
    }

    /// As HTML. A heading has an `id` made of its words.
    String html() {
        return withFormulas(HTML.render(document), Tex::html);
    }

    /// A heading.
    ///
    /// @param anchor its name in the page's address
    record Title(int level, String text, String anchor) {}

    /// The headings, in order.
    List<Title> titles() {
        return parts().filter(Heading.class::isInstance).map(Heading.class::cast)
                .map(each -> new Title(each.getLevel(), plain(each), anchor(each))).toList();
    }

    private static String anchor(Heading heading) {
        return TEXT.render(heading).strip().toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]+", "-");
    }

    /// For a terminal: a heading with its `#`, lists with their marks, lines no longer than `width`
    /// where they can be broken.
    List<String> lines(int width) {
        return parts().flatMap(part -> {
            String text = plain(part);
            return Stream.concat(text.isEmpty() ? Stream.of() : Stream.of(""), switch (part) {
                case Heading heading -> Stream.of("#".repeat(heading.getLevel()) + " " + text);
                case FencedCodeBlock _, TableBlock _ -> text.lines();
                default -> joined(text).flatMap(line -> broken(line, width).stream());
            });
        }).toList();
    }

    private Stream<Node> parts() {
        return Stream.iterate(document.getFirstChild(), Objects::nonNull, Node::getNext);
    }

    private String plain(Node part) {
        return withFormulas(TEXT.render(part), Tex::text).strip();
    }

    /// The lines of paragraphs and list items, each as one.
    private static Stream<String> joined(String text) {
        var lines = new ArrayList<String>();
        for (String line : text.split("\n")) {
            if (lines.isEmpty() || MARK.matcher(line).lookingAt()) {
                lines.add(line);
            } else {
                lines.add(lines.removeLast() + " " + line.strip());
            }
        }
        return lines.stream();
    }

    /// The words of a line on several; those of a list begin where its first word does.
    private static List<String> broken(String line, int width) {
        Matcher mark = MARK.matcher(line);
        String indent = " ".repeat(mark.lookingAt() ? mark.end() : 0);
        var lines = new ArrayList<String>();
        var open = new StringBuilder(line.substring(0, indent.length()));
        for (String word : line.substring(indent.length()).split(" +")) {
            if (open.length() + word.length() > width && open.length() > indent.length()) {
                lines.add(open.toString().stripTrailing());
                open.replace(0, open.length(), indent);
            }
            open.append(word).append(' ');
        }
        lines.add(open.toString().stripTrailing());
        return lines;
    }
}

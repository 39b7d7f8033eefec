package llm.session;

import java.util.List;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import jdk.jshell.SourceCodeAnalysis.Suggestion;
import llm.session.Snippets.Piece;

/// Helps to write a cell: completes names, shows documentation, knows when a cell is whole.
public final class Assistance {
    /// A call whose first argument is a text that has begun.
    private static final Pattern BEGUN_TEXT =
            Pattern.compile("(?s).*?\\b([A-Z]\\w*(?:\\.\\w+)?)\\(\\s*\"([^\"\\\\\n]*)");

    private final SourceCodeAnalysis analysis;
    private final Snippets snippets;
    private final SourceDocs sources;
    private final List<TextChoices> choices =
            ServiceLoader.load(TextChoices.class).stream().map(ServiceLoader.Provider::get).toList();

    Assistance(SourceCodeAnalysis analysis, Snippets snippets, SourceDocs sources) {
        this.analysis = analysis;
        this.sources = sources;
        this.snippets = snippets;
    }

    /// Texts that may replace the part of a cell from `start` to the cursor.
    public record Completion(List<String> texts, int start) {}

    /// What may stand before the cursor.
    ///
    /// @param cursor a position in the cell, in characters
    public Completion complete(String cell, int cursor) {
        Matcher text = BEGUN_TEXT.matcher(cell.substring(0, cursor));
        if (text.matches()) {
            String typed = text.group(2);
            return new Completion(choices.stream()
                    .flatMap(each -> each.of(text.group(1), typed).stream())
                    .filter(each -> each.startsWith(typed)).distinct().toList(), text.start(2));
        }
        int begin = pieceBefore(cell, cursor);
        int[] anchor = {cursor - begin};
        List<String> texts = analysis
                .completionSuggestions(cell.substring(begin), cursor - begin, anchor).stream()
                .map(Suggestion::continuation).distinct().toList();
        return new Completion(texts, begin + anchor[0]);
    }

    /// Something that the cursor may be at.
    ///
    /// @param comment in Markdown; empty if there is none
    public record Description(String signature, String comment) {
        /// Plain text.
        public String text() {
            return (signature + "\n" + comment).strip();
        }

        /// Markdown: the signature as code, a line for each tag, names as code.
        public String markdown() {
            return "```java\n" + signature + "\n```\n" + comment
                    .replaceAll("\\[#?([\\w.#]+(?:\\([^()]*\\))?)](?!\\()", "`$1`")
                    .replaceAll("(?m)^@(\\w+)", "\n**$1**");
        }
    }

    /// Signatures and documentation of what stands at the cursor.
    ///
    /// @return empty if nothing is known of it
    public List<Description> describe(String cell, int cursor) {
        int begin = pieceBefore(cell, cursor);
        int end = cursor;
        while (end < cell.length() && Character.isJavaIdentifierPart(cell.charAt(end))) {
            end++;
        }
        String code = cell.substring(begin, end);
        List<Description> found = describe(code);
        return found.isEmpty() ? describe(code + "(") : found;  // a method
    }

    private List<Description> describe(String code) {
        return analysis.documentation(code, code.length(), true).stream()
                .map(this::description).distinct().toList();
    }

    private Description description(Documentation documentation) {
        String comment = documentation.javadoc();
        if (comment == null) {
            comment = sources.find(documentation.signature()).orElse("");
        }
        return new Description(documentation.signature(), comment.strip());
    }

    /// [#describe] as plain text.
    public String document(String cell, int cursor) {
        return describe(cell, cursor).stream().map(Description::text)
                .collect(Collectors.joining("\n\n"));
    }

    /// Whether a cell ends where a statement ends.
    public Completeness completeness(String cell) {
        List<Piece> pieces = snippets.split(cell);
        return pieces.isEmpty() ? Completeness.EMPTY : pieces.getLast().completeness();
    }

    /// Where the piece that holds the cursor begins.
    private int pieceBefore(String cell, int cursor) {
        return snippets.split(cell).stream().mapToInt(Piece::start)
                .filter(start -> start <= cursor)
                .max().orElse(Math.min(cursor, Snippets.skipBlanks(cell, 0)));
    }
}

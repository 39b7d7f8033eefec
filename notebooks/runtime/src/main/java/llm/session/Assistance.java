package llm.session;

import java.util.List;
import java.util.stream.Collectors;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import jdk.jshell.SourceCodeAnalysis.Suggestion;
import llm.session.Snippets.Piece;

/// Helps to write a cell: completes names, shows documentation, knows when a cell is whole.
public final class Assistance {
    private final SourceCodeAnalysis analysis;
    private final Snippets snippets;
    private final SourceDocs sources;

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
        int begin = pieceBefore(cell, cursor);
        int[] anchor = {cursor - begin};
        List<String> texts = analysis
                .completionSuggestions(cell.substring(begin), cursor - begin, anchor).stream()
                .map(Suggestion::continuation).distinct().toList();
        return new Completion(texts, begin + anchor[0]);
    }

    /// Signature and documentation of what stands at the cursor.
    ///
    /// @return empty if nothing is known of it
    public String document(String cell, int cursor) {
        int begin = pieceBefore(cell, cursor);
        int end = cursor;
        while (end < cell.length() && Character.isJavaIdentifierPart(cell.charAt(end))) {
            end++;
        }
        String text = document(cell.substring(begin, end));
        return text.isEmpty() ? document(cell.substring(begin, end) + "(") : text; // a method
    }

    private String document(String code) {
        return analysis.documentation(code, code.length(), true).stream()
                .map(this::text).distinct().collect(Collectors.joining("\n\n"));
    }

    private String text(Documentation documentation) {
        String comment = documentation.javadoc();
        if (comment == null) {
            comment = sources.find(documentation.signature()).orElse("");
        }
        return (documentation.signature() + "\n" + comment.strip()).strip();
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

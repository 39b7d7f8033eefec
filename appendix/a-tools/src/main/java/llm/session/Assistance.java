package llm.session;

import java.util.List;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import jdk.jshell.SourceCodeAnalysis.Suggestion;
import llm.session.Snippets.Piece;

/// Helps to write a cell: completes names, shows documentation, knows when a cell is whole.
public final class Assistance {
    private final SourceCodeAnalysis analysis;
    private final Snippets snippets;

    Assistance(SourceCodeAnalysis analysis, Snippets snippets) {
        this.analysis = analysis;
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

    /// Signatures and documentation of what stands before the cursor.
    public List<Documentation> document(String cell, int cursor) {
        int begin = pieceBefore(cell, cursor);
        return analysis.documentation(cell.substring(begin), cursor - begin, true);
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

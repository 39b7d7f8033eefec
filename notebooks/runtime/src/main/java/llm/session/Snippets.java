package llm.session;

import java.util.ArrayList;
import java.util.List;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/// Cuts a cell into what JShell takes: one statement, declaration or expression at a time.
final class Snippets {
    private final SourceCodeAnalysis analysis;

    Snippets(SourceCodeAnalysis analysis) {
        this.analysis = analysis;
    }

    /// A piece of a cell, without blanks and comments before it: JShell counts lines from the
    /// first one that is code.
    ///
    /// @param start where it begins in the cell, in characters
    /// @param completeness whether it is whole
    record Piece(String source, int start, Completeness completeness) {
        /// The line of the cell that a line of the piece is, both counted from 1.
        int cellLine(String cell, int pieceLine) {
            return (int) cell.substring(0, start).chars().filter(c -> c == '\n').count()
                    + pieceLine;
        }
    }

    /// The pieces of a cell, in order.
    List<Piece> split(String cell) {
        var pieces = new ArrayList<Piece>();
        int start = skipBlanks(cell, 0);
        while (start < cell.length()) {
            CompletionInfo info = analysis.analyzeCompletion(cell.substring(start));
            if (info.completeness() == Completeness.EMPTY) {
                break;
            }
            boolean complete = info.completeness().isComplete();
            int end = complete ? cell.length() - info.remaining().length() : cell.length();
            String source = complete ? info.source() : cell.substring(start);
            pieces.add(new Piece(source.strip(), start, info.completeness()));
            start = skipBlanks(cell, end);
        }
        return pieces;
    }

    /// The first position, from `at` on, that is neither blank nor comment.
    static int skipBlanks(String text, int at) {
        int position = at;
        while (position < text.length()) {
            if (Character.isWhitespace(text.charAt(position))) {
                position++;
            } else if (text.startsWith("//", position)) {
                int end = text.indexOf('\n', position);
                position = end < 0 ? text.length() : end;
            } else if (text.startsWith("/*", position) && text.indexOf("*/", position + 2) > 0) {
                position = text.indexOf("*/", position + 2) + 2;
            } else {
                break;
            }
        }
        return position;
    }
}

package llm.session;

import java.util.ArrayList;
import java.util.List;

/// Why a cell did not run to its end: where, what, and because of what.
public final class CellFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Report report;

    /// @param place      cell and line, such as `cell 7, line 2`
    /// @param sourceLine the text of that line
    /// @param error      the simple name of what was thrown, or `CompileError`, `Interrupted`
    /// @param details    further lines: calls that led there, causes, more compile errors
    public record Report(String place, String sourceLine, String error, String message,
                         List<String> details) {
        /// All of it, line by line.
        public List<String> lines() {
            var lines = new ArrayList<String>();
            lines.add(place + ": " + error + (message.isEmpty() ? "" : ": " + message));
            if (!sourceLine.isEmpty()) {
                lines.add("    " + sourceLine);
            }
            lines.addAll(details);
            return List.copyOf(lines);
        }
    }

    CellFailure(Report report) {
        super(String.join("\n", report.lines()));
        this.report = report;
    }

    /// What happened, in parts.
    public Report report() {
        return report;
    }
}

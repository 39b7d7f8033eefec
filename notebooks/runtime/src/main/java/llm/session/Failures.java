package llm.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.UnresolvedReferenceException;
import llm.session.Snippets.Piece;
import org.jspecify.annotations.Nullable;

/// Says where in which cell an error arose: JShell counts lines within snippets of its own
/// numbering.
final class Failures {
    private static final int CALLS_SHOWN = 10;
    private static final String EXIT = CellExit.class.getSimpleName();
    private static final String STOPPED = "the cell was stopped; variables keep their values";

    private final Map<String, Origin> origins = new HashMap<>();

    /// Where a snippet comes from.
    private record Origin(Cell cell, Piece piece) {
        int line(int snippetLine) {
            return piece.cellLine(cell.source(), Math.max(1, snippetLine));
        }

        String place(int snippetLine) {
            return cell.name() + ", line " + line(snippetLine);
        }
    }

    /// Remembers where a snippet comes from, for errors in cells that call it later.
    void remember(Snippet snippet, Cell cell, Piece piece) {
        origins.put(snippet.id(), new Origin(cell, piece));
    }

    /// A piece that does not compile.
    CellFailure ofCompiler(Cell cell, Piece piece, List<Diag> diagnostics) {
        List<Diag> errors = diagnostics.stream().filter(Diag::isError).toList();
        var origin = new Origin(cell, piece);
        Optional<String> advice = Magics.advice(piece.source());
        if (advice.isPresent() || errors.isEmpty()) {
            return failure(origin, 1, "CompileError",
                    advice.orElse("this is not a whole statement"),
                    errors.isEmpty() ? List.of() : messageLines(errors.getFirst()));
        }
        Diag first = errors.getFirst();
        var details = new ArrayList<>(messageLines(first).stream().skip(1).toList());
        for (Diag more : errors.subList(1, errors.size())) {
            details.add(origin.place(line(piece, more)) + ": " + messageLines(more).getFirst());
            messageLines(more).stream().skip(1).forEach(details::add);
        }
        return failure(origin, line(piece, first), "CompileError",
                messageLines(first).getFirst(), details);
    }

    /// A piece that refers to what no cell declares.
    ///
    /// @param names such as `method inner(int)` or `class Leaf`
    CellFailure ofUnresolved(Cell cell, Piece piece, List<String> names) {
        String simple = names.isEmpty() ? "" : names.getFirst().replaceAll("^\\w+ |\\(.*", "");
        String before = piece.source().split("\\b" + Pattern.quote(simple) + "\\b", 2)[0];
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        return failure(new Origin(cell, piece), line, "CompileError", "cannot find symbol",
                names.stream().map(name -> "  symbol:   " + name).toList());
    }

    private static List<String> messageLines(Diag diagnostic) {
        List<String> lines = diagnostic.getMessage(Locale.ENGLISH).lines()
                .filter(line -> !line.strip().equals("location: class")) // JShell's own, nameless
                .toList();
        return lines.isEmpty() ? List.of("the compiler does not say why") : lines;
    }

    private static int line(Piece piece, Diag diagnostic) {
        int end = Math.clamp(diagnostic.getPosition(), 0, piece.source().length());
        return 1 + (int) piece.source().substring(0, end).chars().filter(c -> c == '\n').count();
    }

    /// A piece that threw.
    CellFailure ofException(Cell cell, Piece piece, JShellException error) {
        var details = new ArrayList<>(calls(error.getStackTrace()));
        for (Throwable cause = error.getCause(); cause != null; cause = cause.getCause()) {
            details.add("caused by " + name(cause) + text(cause));
            details.addAll(calls(cause.getStackTrace()));
        }
        return failure(cell, piece, error, name(error), message(error), details);
    }

    /// A piece that asked to end the JVM.
    ///
    /// @param error what ended the piece, if anything did
    CellFailure ofExit(Cell cell, Piece piece, @Nullable JShellException error, CellExit exit) {
        String message = message(exit);
        return error == null
                ? failure(new Origin(cell, piece), 1, EXIT, message, List.of())
                : failure(cell, piece, error, EXIT, message, List.of());
    }

    /// A piece that the user interrupted.
    CellFailure ofInterrupt(Cell cell, Piece piece, JShellException error) {
        return failure(cell, piece, error, "Interrupted", STOPPED, List.of());
    }

    /// A piece that did not begin, because the user interrupted the one before it.
    CellFailure ofInterrupt(Cell cell, Piece piece) {
        return failure(new Origin(cell, piece), 1, "Interrupted", STOPPED, List.of());
    }

    /// At the line of the cell that the error came through last.
    private CellFailure failure(Cell cell, Piece piece, JShellException error, String name,
                                String message, List<String> details) {
        for (StackTraceElement call : error.getStackTrace()) {
            Origin origin = origin(call);
            if (origin != null && origin.cell.equals(cell)) {
                return failure(origin, call.getLineNumber(), name, message, details);
            }
        }
        return failure(new Origin(cell, piece), 1, name, message, details);
    }

    private static CellFailure failure(Origin origin, int line, String error, String message,
                                       List<String> details) {
        return new CellFailure(new CellFailure.Report(origin.place(line),
                origin.cell.line(origin.line(line)), error, message, details));
    }

    private List<String> calls(StackTraceElement[] calls) {
        var lines = new ArrayList<String>();
        for (StackTraceElement call : calls) {
            if (lines.size() == CALLS_SHOWN) {
                lines.add("    … %d more calls".formatted(calls.length - CALLS_SHOWN));
                break;
            }
            lines.add("    at " + place(call));
        }
        return lines;
    }

    private String place(StackTraceElement call) {
        Origin origin = origin(call);
        if (origin == null) {
            return call.toString();
        }
        String method = call.getMethodName();
        String type = call.getClassName();
        String within = type.isEmpty() || method.isEmpty() ? method : type + "." + method;
        return origin.place(call.getLineNumber()) + (within.isEmpty() ? "" : " in " + within);
    }

    private @Nullable Origin origin(StackTraceElement call) {
        String file = call.getFileName();
        return file != null && file.startsWith("#") ? origins.get(file.substring(1)) : null;
    }

    private static String name(Throwable error) {
        return switch (error) {
            case EvalException e -> e.getExceptionClassName()
                    .substring(e.getExceptionClassName().lastIndexOf('.') + 1);
            case UnresolvedReferenceException _ -> "NotYetDefined";
            default -> error.getClass().getSimpleName();
        };
    }

    private static String text(Throwable error) {
        return message(error).isEmpty() ? "" : ": " + message(error);
    }

    private static String message(Throwable error) {
        String message = error instanceof UnresolvedReferenceException unresolved
                ? unresolved.getSnippet().source().lines().findFirst().orElse("")
                        + " calls what no cell has defined"
                : error.getMessage();
        return message == null ? "" : message;
    }
}

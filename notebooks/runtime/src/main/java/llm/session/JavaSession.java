package llm.session;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.VarSnippet;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import llm.session.Snippets.Piece;

/// Runs Java cell by cell: what one cell declares, the next one knows.
///
/// Cells run in this JVM, on the thread that calls [#run], and see its class path. The notebook
/// runner, the Jupyter kernel and the tests all run their Java here.
public final class JavaSession implements AutoCloseable {
    /// What IJava imports, so that notebooks need not.
    private static final List<String> PACKAGES = List.of("java.util", "java.io", "java.math",
            "java.net", "java.util.concurrent", "java.util.prefs", "java.util.regex");

    private final CellControl control = CellControl.withObjects();
    private final Failures failures = new Failures();
    private final JShell shell;
    private final Snippets snippets;
    private final Assistance assistance;

    private JavaSession() {
        shell = JShell.builder()
                .executionEngine(new Engine(control), Map.of())
                // So that cells may name vector types, without a warning that they incubate.
                .compilerOptions("--add-modules", "jdk.incubator.vector", "-Xlint:-incubating",
                        "-parameters")
                .build();
        snippets = new Snippets(shell.sourceCodeAnalysis());
        assistance = new Assistance(shell.sourceCodeAnalysis(), snippets,
                new SourceDocs(root()));
    }

    /// The book's folder, which holds `.cache`.
    private static Path root() {
        return Path.of(System.getProperty("llm.cache", ".cache")).toAbsolutePath()
                .resolveSibling("");
    }

    private record Engine(CellControl control) implements ExecutionControlProvider {
        @Override
        public String name() {
            return "cells";
        }

        @Override
        public ExecutionControl generate(ExecutionEnv environment, Map<String, String> parameters) {
            return control;
        }
    }

    /// Starts a session that knows IJava's default imports.
    public static JavaSession open() {
        var session = new JavaSession();
        for (String name : PACKAGES) {
            session.shell.eval("import " + name + ".*;");
        }
        return session;
    }

    /// Runs a cell.
    ///
    /// @return the value of its last expression; empty if it ends with a declaration, an assignment
    ///         or something without a value
    /// @throws CellFailure if the cell does not compile, throws, is interrupted or asks to end the
    ///         JVM
    public Optional<Object> run(Cell cell) throws CellFailure {
        control.beginCell();
        Optional<Object> value = Optional.empty();
        var declared = new LinkedHashMap<Snippet, Piece>();
        for (Piece piece : snippets.split(cell.source())) {
            if (control.wasStopped()) {
                CellExit exit = control.takeExit();
                throw exit != null ? failures.ofExit(cell, piece, null, exit)
                        : failures.ofInterrupt(cell, piece);
            }
            value = run(cell, piece, declared);
        }
        requireResolved(cell, declared);
        return value;
    }

    /// JShell accepts declarations that refer to nothing. Here methods and classes may refer to
    /// what comes after them in the same cell, and variables to what comes before.
    private void requireResolved(Cell cell, Map<Snippet, Piece> declared) throws CellFailure {
        for (Map.Entry<Snippet, Piece> each : declared.entrySet()) {
            if (each.getKey() instanceof DeclarationSnippet snippet && isUnresolved(snippet)) {
                throw failures.ofUnresolved(cell, each.getValue(),
                        shell.unresolvedDependencies(snippet).toList());
            }
        }
    }

    private boolean isUnresolved(Snippet snippet) {
        Status status = shell.status(snippet);
        return status == Status.RECOVERABLE_DEFINED || status == Status.RECOVERABLE_NOT_DEFINED;
    }

    private List<Diag> diagnostics(Snippet snippet) {
        return shell.diagnostics(snippet).toList();
    }

    private Optional<Object> run(Cell cell, Piece piece, Map<Snippet, Piece> declared)
            throws CellFailure {
        Optional<Object> value = Optional.empty();
        List<SnippetEvent> events = shell.eval(piece.source());
        if (events.isEmpty() || piece.completeness() == Completeness.DEFINITELY_INCOMPLETE) {
            throw failures.ofCompiler(cell, piece, events.isEmpty() ? List.of()
                    : diagnostics(events.getFirst().snippet()));
        }
        for (SnippetEvent event : events) {
            if (event.causeSnippet() != null) {
                continue;                                   // an earlier snippet that depends on it
            }
            Snippet snippet = event.snippet();
            failures.remember(snippet, cell, piece);
            declared.put(snippet, piece);
            if (event.status() == Status.REJECTED) {
                throw failures.ofCompiler(cell, piece, diagnostics(snippet));
            }
            if (snippet instanceof VarSnippet) {
                requireResolved(cell, Map.of(snippet, piece));
            }
            JShellException error = event.exception();
            CellExit exit = control.takeExit();
            if (exit != null) {
                throw failures.ofExit(cell, piece, error, exit);
            }
            if (error != null) {
                throw control.wasStopped() ? failures.ofInterrupt(cell, piece, error)
                        : failures.ofException(cell, piece, error);
            }
            value = value(snippet);
        }
        return value;
    }

    private Optional<Object> value(Snippet snippet) {
        return switch (snippet.subKind()) {
            case VAR_VALUE_SUBKIND, OTHER_EXPRESSION_SUBKIND, TEMP_VAR_EXPRESSION_SUBKIND ->
                    Optional.ofNullable(control.value())
                            .filter(value -> !(value instanceof PrintStream)); // printf's
            default -> Optional.empty();
        };
    }

    /// Stops the cell that is running, from another thread: its loops end, and what waits or
    /// sleeps is interrupted. A call of native code ends first. Variables keep their values.
    public void interrupt() {
        control.stop();
    }

    /// The value that a variable holds now; empty if no cell has declared it or it is null.
    public Optional<Object> variable(String name) {
        Optional<VarSnippet> variable = shell.variables()
                .filter(snippet -> snippet.name().equals(name))
                .filter(snippet -> shell.status(snippet).isActive())
                .findFirst();
        return variable.flatMap(snippet -> {
            shell.varValue(snippet);
            return Optional.ofNullable(control.value());
        });
    }

    /// What helps one to write a cell.
    public Assistance assistance() {
        return assistance;
    }

    @Override
    public void close() {
        shell.close();
    }
}

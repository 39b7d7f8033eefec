package llm.session;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.jspecify.annotations.Nullable;

/// Runs Java cell by cell: what one cell declares, the next one knows.
///
/// Cells run in this JVM, on the thread that calls [#run], and see its class path. The notebook
/// runner, the Jupyter kernel and the tests all run their Java here.
public final class JavaSession implements AutoCloseable {
    /// What IJava imports, so that notebooks need not.
    private static final List<String> PACKAGES = List.of("java.util", "java.io", "java.math",
            "java.net", "java.util.concurrent", "java.util.prefs", "java.util.regex");

    private final CellLoader loader = new CellLoader(JavaSession.class.getClassLoader());
    private final CellControl control = new CellControl(loader);
    private final Failures failures = new Failures();
    private final JShell shell;
    private final Snippets snippets;
    private final Assistance assistance;
    private volatile @Nullable Thread running;

    private JavaSession() {
        shell = JShell.builder()
                .executionEngine(new Engine(control), Map.of())
                // So that cells may name vector types, without a warning that they incubate.
                .compilerOptions("--add-modules", "jdk.incubator.vector", "-Xlint:-incubating",
                        "-parameters")
                .build();
        snippets = new Snippets(shell.sourceCodeAnalysis());
        assistance = new Assistance(shell.sourceCodeAnalysis(), snippets);
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
    /// @throws CellFailure if the cell does not compile, throws or is interrupted
    public Optional<Object> run(Cell cell) throws CellFailure {
        List<Piece> pieces = snippets.split(cell.source());
        running = Thread.currentThread();
        try {
            Optional<Object> value = Optional.empty();
            for (Piece piece : pieces) {
                value = run(cell, piece);
            }
            return value;
        } finally {
            running = null;
            loader.stopSwitch().reset();
            Thread.interrupted();                           // what is left of an interrupt
        }
    }

    private Optional<Object> run(Cell cell, Piece piece) throws CellFailure {
        Optional<Object> value = Optional.empty();
        List<SnippetEvent> events = shell.eval(piece.source());
        if (events.isEmpty() || piece.completeness() == Completeness.DEFINITELY_INCOMPLETE) {
            throw failures.ofCompiler(cell, piece, events.isEmpty() ? List.of()
                    : shell.diagnostics(events.getFirst().snippet()).toList());
        }
        for (SnippetEvent event : events) {
            if (event.causeSnippet() != null) {
                continue;                                   // an earlier snippet that depends on it
            }
            failures.remember(event.snippet(), cell, piece);
            if (event.status() == Status.REJECTED) {
                throw failures.ofCompiler(cell, piece, shell.diagnostics(event.snippet()).toList());
            }
            JShellException error = event.exception();
            if (error != null) {
                boolean stopped = loader.stopSwitch().reset();
                throw stopped ? failures.ofInterrupt(cell, piece, error)
                        : failures.ofException(cell, piece, error);
            }
            value = value(event.snippet());
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
        Thread thread = running;
        if (thread != null) {
            loader.stopSwitch().stop();
            thread.interrupt();
        }
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

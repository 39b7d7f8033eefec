package llm.notebook;

import java.util.ArrayList;
import java.util.List;
import llm.session.Cell;
import llm.session.CellExit;
import llm.session.CellFailure;
import llm.session.JavaSession;
import llm.show.Rendering;
import org.jspecify.annotations.Nullable;

/// Executes a notebook from its first cell to its last, or to the first that fails, and puts what
/// the cells show into it. At the end it holds the numbers in the prose against the cells' values.
public final class NotebookRun {
    private final Notebook notebook;
    private final Listener listener;
    private final long start = System.nanoTime();
    private volatile int begun;

    /// Hears what happens, while it happens.
    public interface Listener {
        /// A cell of prose is passed, or one of code begins.
        void reached(NotebookCell cell);

        /// The cell showed something.
        void showed(Output output);

        /// The cell of code ended.
        void left(NotebookCell cell);
    }

    /// How it went.
    ///
    /// @param cells       code cells that ran to their end
    /// @param seconds     in all
    /// @param failure     of the cell that failed; null if none did
    /// @param staleValues numbers in the prose that do not hold, each with its place
    public record Result(String notebook, int cells, double seconds,
                         CellFailure.@Nullable Report failure, List<String> staleValues) {
        /// Whether every cell ran and every number holds.
        public boolean isGood() {
            return failure == null && staleValues.isEmpty();
        }

        /// What went wrong, line by line.
        public List<String> problems() {
            var lines = new ArrayList<String>();
            if (failure != null) {
                lines.addAll(failure.lines());
            }
            lines.addAll(staleValues);
            return List.copyOf(lines);
        }
    }

    public NotebookRun(Notebook notebook, Listener listener) {
        this.notebook = notebook;
        this.listener = listener;
    }

    /// Runs without telling anyone.
    public static Result of(Notebook notebook) {
        return new NotebookRun(notebook, new Silence()).run();
    }

    /// Runs in a session of its own.
    public Result run() {
        CellFailure.@Nullable Report failure = null;
        List<String> stale = List.of();
        int done = 0;
        try (JavaSession session = JavaSession.open()) {
            for (NotebookCell cell : notebook.cells()) {
                listener.reached(cell);
                if (cell.isCode()) {
                    begun = cell.number();
                    failure = run(session, cell);
                    listener.left(cell);
                    if (failure != null) {
                        break;
                    }
                    done++;
                }
            }
            if (failure == null) {
                stale = staleValues(session);
            }
        }
        return result(done, failure, stale);
    }

    private Result result(int done, CellFailure.@Nullable Report failure, List<String> stale) {
        return new Result(notebook.name(), done, (System.nanoTime() - start) / 1e9, failure,
                stale);
    }

    /// How it went if the JVM ends now, while a cell runs.
    ///
    /// @param call what ends it, such as `System.exit(0)`
    public Result endedBy(String call) {
        return result(begun - 1, new CellFailure.Report("cell " + begun, "",
                CellExit.class.getSimpleName(), CellExit.message(call), List.of()), List.of());
    }

    private CellFailure.@Nullable Report run(JavaSession session, NotebookCell cell) {
        CellFailure.@Nullable Report failure = null;
        try (var capture = new OutputCapture(listener::showed)) {
            try {
                session.run(new Cell("cell " + cell.number(), cell.source()))
                        .ifPresent(value -> capture.add(new Output.Value(Rendering.of(value))));
            } catch (CellFailure e) {
                failure = e.report();
                capture.add(new Output.Failed(e.report()));
            }
            System.out.flush();
            cell.setOutputs(capture.outputs());
        }
        return failure;
    }

    private List<String> staleValues(JavaSession session) {
        var stale = new ArrayList<String>();
        for (NotebookCell cell : notebook.cells()) {
            if (!cell.isCode()) {
                for (ValueMarker marker : ValueMarker.in(cell.source())) {
                    if (marker.applies()) {
                        marker.complaint(session.variable(marker.variable())).ifPresent(text ->
                                stale.add("prose after cell " + cell.number() + ": " + text));
                    }
                }
            }
        }
        return stale;
    }

    private static final class Silence implements Listener {
        @Override
        public void reached(NotebookCell cell) {}

        @Override
        public void showed(Output output) {}

        @Override
        public void left(NotebookCell cell) {}
    }
}

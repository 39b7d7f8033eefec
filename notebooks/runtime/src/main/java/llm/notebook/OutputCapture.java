package llm.notebook;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import llm.notebook.Output.Printed;
import llm.session.CellPrintStream;
import llm.show.Display;
import llm.show.Screen;

/// Collects what a cell prints and shows, in order, and passes it on at once. Closing it gives
/// `System.out`, `System.err` and the screen back.
final class OutputCapture implements Screen, AutoCloseable {
    private final Consumer<Output> listener;
    private final List<Output> outputs = new ArrayList<>();
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;

    OutputCapture(Consumer<Output> listener) {
        this.listener = listener;
        System.setOut(new CellPrintStream(text -> add(new Printed("stdout", text))));
        System.setErr(new CellPrintStream(text -> add(new Printed("stderr", text))));
        Screen.install(this);
    }

    /// Adds an output; text that continues a text becomes one with it.
    synchronized void add(Output output) {
        listener.accept(output);
        if (output instanceof Printed more && !outputs.isEmpty()
                && outputs.getLast() instanceof Printed last && last.name().equals(more.name())) {
            outputs.set(outputs.size() - 1, new Printed(last.name(), last.text() + more.text()));
        } else {
            outputs.add(output);
        }
    }

    @Override
    public void show(Display display) {
        System.out.flush();
        add(new Output.Shown(display));
    }

    /// What there was so far.
    synchronized List<Output> outputs() {
        return List.copyOf(outputs);
    }

    @Override
    public void close() {
        System.out.flush();
        System.err.flush();
        System.setOut(out);
        System.setErr(err);
        Screen.install(null);
    }
}

package llm.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import llm.session.CellPrintStream;
import llm.show.Display;
import llm.show.Screen;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.messages.publish.PublishDisplayData;
import org.dflib.jjava.jupyter.messages.publish.PublishStream;
import org.dflib.jjava.jupyter.messages.publish.PublishStream.StreamType;
import org.jspecify.annotations.Nullable;

/// Sends what cells print and show, live, and in the order they do. Text waits a moment for more,
/// so that a thousand printed lines become a few messages.
///
/// The thread that runs cells never sends: an interrupt would close the socket under its hands.
final class KernelOutput implements Screen {
    private static final int PAUSE_MILLIS = 80;
    private static final int MOST_CHARACTERS = 1 << 18;
    private static final int MOST_MESSAGES = 50;

    private final List<Consumer<ShellReplyEnvironment>> waiting = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("output").factory());
    private StreamType stream = StreamType.OUT;
    private @Nullable ShellReplyEnvironment cell;

    /// Becomes `System.out`, `System.err` and the screen.
    void install() {
        System.setOut(new CellPrintStream(more -> add(StreamType.OUT, more)));
        System.setErr(new CellPrintStream(more -> add(StreamType.ERR, more)));
        Screen.install(this);
        timer.scheduleWithFixedDelay(this::send, PAUSE_MILLIS, PAUSE_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    /// From now on outputs belong to this cell.
    synchronized void attach(ShellReplyEnvironment environment) {
        send();
        cell = environment;
    }

    private synchronized void add(StreamType type, String more) {
        if (type != stream) {
            endText();
            stream = type;
        }
        text.append(more);
        awaitSpace();
    }

    /// Jupyter's sockets lose messages when there are too many: a cell waits for the timer.
    private void awaitSpace() {
        while (text.length() > MOST_CHARACTERS || waiting.size() > MOST_MESSAGES) {
            try {
                wait(PAUSE_MILLIS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void endText() {
        if (!text.isEmpty()) {
            var message = new PublishStream(stream, text.toString());
            text.setLength(0);
            waiting.add(environment -> environment.publish(message));
        }
    }

    @Override
    public void show(Display display) {
        show(data(display));
    }

    /// Shows what is in the library's form.
    synchronized void show(DisplayData data) {
        endText();
        waiting.add(environment -> environment.publish(new PublishDisplayData(data)));
        awaitSpace();
    }

    /// Sends what waits. Not for the thread of a running cell.
    synchronized void send() {
        if (cell != null) {
            endText();
            ShellReplyEnvironment environment = cell;
            waiting.forEach(message -> message.accept(environment));
            waiting.clear();
            notifyAll();
        }
    }

    /// The same in the library's form.
    static DisplayData data(Display display) {
        var data = new DisplayData(display.text());
        display.forms().forEach(data::putData);
        display.metadata().forEach(data::putMetaData);
        return data;
    }
}

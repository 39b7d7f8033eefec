package llm.kernel;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import llm.show.Display;
import llm.show.Screen;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.messages.publish.PublishDisplayData;
import org.dflib.jjava.jupyter.messages.publish.PublishStream;
import org.dflib.jjava.jupyter.messages.publish.PublishStream.StreamType;
import org.jspecify.annotations.Nullable;

/// Sends what cells print and show, live, and in the order they do. Text waits a moment for more,
/// so that a thousand printed lines become a few messages and one output.
final class KernelOutput implements Screen {
    private static final int PAUSE_MILLIS = 80;
    private static final int MOST_CHARACTERS = 1 << 16;

    private final StringBuilder waiting = new StringBuilder();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("output").factory());
    private StreamType stream = StreamType.OUT;
    private @Nullable ShellReplyEnvironment cell;

    /// Becomes `System.out`, `System.err` and the screen.
    void install() {
        System.setOut(printStream(StreamType.OUT));
        System.setErr(printStream(StreamType.ERR));
        Screen.install(this);
        timer.scheduleWithFixedDelay(this::flush, PAUSE_MILLIS, PAUSE_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    private PrintStream printStream(StreamType type) {
        var bytes = new ByteArrayOutputStream() {
            @Override
            public void flush() {
                if (size() > 0) {
                    add(type, toString(StandardCharsets.UTF_8));
                    reset();
                }
            }
        };
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    /// From now on outputs belong to this cell.
    synchronized void attach(ShellReplyEnvironment environment) {
        flush();
        cell = environment;
    }

    private synchronized void add(StreamType type, String text) {
        if (type != stream || waiting.length() > MOST_CHARACTERS) {
            flush();
        }
        stream = type;
        waiting.append(text);
    }

    /// Sends the text that waits.
    synchronized void flush() {
        if (cell != null && !waiting.isEmpty()) {
            cell.publish(new PublishStream(stream, waiting.toString()));
            waiting.setLength(0);
        }
    }

    @Override
    public synchronized void show(Display display) {
        flush();
        if (cell != null) {
            cell.publish(new PublishDisplayData(data(display)));
        }
    }

    /// The same in the library's form.
    static DisplayData data(Display display) {
        var data = new DisplayData(display.text());
        display.forms().forEach(data::putData);
        return data;
    }
}

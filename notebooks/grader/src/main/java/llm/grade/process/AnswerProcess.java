package llm.grade.process;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import llm.grade.AnswerStopped;
import llm.grade.Status;

/// A process that runs answers, and what watches over it. Its standard input and output carry
/// [Message]s; what answers print goes to its standard error.
final class AnswerProcess implements AutoCloseable {
    /// What a JVM ends with that was told to end when its heap is full.
    private static final int OUT_OF_MEMORY = 3;
    private static final int SIGNALS = 128;
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Process process;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final PrintedLines printed;
    private final Thread printing;
    private final Watch watch;

    AnswerProcess(ForkedJvm jvm, Limits limits) throws IOException {
        process = jvm.start(limits);
        in = new DataInputStream(new PipeEnd(process));
        out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
        watch = new Watch(process, limits, jvm.sandbox().processes());
        printed = new PrintedLines(process.getErrorStream(), limits.outputKib() * 1024L,
                () -> watch.stop(Status.OUTPUT, "it printed more than " + limits.outputKib()
                        + " KiB"));
        printing = Thread.ofPlatform().daemon().name("answer-output").start(printed);
        Thread.ofPlatform().daemon().name("answer-watch").start(watch);
    }

    DataInputStream in() {
        return in;
    }

    DataOutputStream out() {
        return out;
    }

    /// What is said to the process, and what it says.
    interface Exchange<T> {
        T run() throws IOException;
    }

    /// Says something and waits for the answer, against the clock.
    ///
    /// @throws AnswerStopped if the process ends before, or does not speak as it should
    <T> T exchange(Exchange<T> exchange) {
        watch.begin();
        try {
            return exchange.run();
        } catch (Garbled e) {
            throw watch.stop(Status.OUTPUT, "it wrote where only results may go");
        } catch (IOException e) {
            throw ended();
        } finally {
            watch.end();
        }
    }

    /// Why the process speaks no more.
    private AnswerStopped ended() {
        try {
            if (!process.waitFor(2, TimeUnit.SECONDS)) {
                return watch.stop(Status.KILLED, "it closed its connection");
            }
            printing.join(GRACE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return watch.stop(Status.KILLED, "grading was interrupted");
        }
        AnswerStopped known = watch.stopped();
        if (known != null) {
            return known;
        }
        int code = process.exitValue();
        if (code == OUT_OF_MEMORY && printed.endWith("OutOfMemoryError")) {
            return new AnswerStopped(Status.MEMORY, "it needed more memory than there is");
        }
        return code > SIGNALS
                ? new AnswerStopped(Status.KILLED, "its process crashed or was killed (signal "
                        + (code - SIGNALS) + ")")
                : new AnswerStopped(Status.EXIT, "it ended its JVM before the last test");
    }

    /// The last lines that were printed.
    String printed() {
        return printed.last();
    }

    /// Keeps nothing of what is printed from now on.
    void keepNoMore() {
        printed.freeze();
    }

    /// Gives the process its whole time again.
    void renewTime() {
        watch.renew();
    }

    boolean isAlive() {
        return process.isAlive() && watch.stopped() == null;
    }

    /// Ends the process and all that it started.
    @Override
    public void close() {
        watch.close();
        try {
            in.close();
            out.close();
        } catch (IOException e) {
            return;                                         // it has ended already
        }
    }
}

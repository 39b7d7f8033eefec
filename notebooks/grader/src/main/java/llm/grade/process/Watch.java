package llm.grade.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import llm.grade.AnswerStopped;
import llm.grade.Status;
import org.jspecify.annotations.Nullable;

/// Watches a process: how long it lets others wait, how much memory it takes and how many processes
/// it has; and ends it, with all that it started, if that is too much.
final class Watch implements Runnable, AutoCloseable {
    private static final long PAUSE_MILLIS = 50;
    /// What a start may take on a busy machine, beside the time of the answer.
    private static final long START_NANOS = 60_000_000_000L;
    private static final Path PROC = Path.of("/proc");
    private static final int MOST_THREADS = 2000;

    private final Process process;
    private final Limits limits;
    private final int otherProcesses;
    private long waited = -START_NANOS;
    private long waitingSince;
    private boolean waiting;
    private boolean closed;
    private @Nullable AnswerStopped stopped;

    /// @param otherProcesses that belong to the sandbox
    Watch(Process process, Limits limits, int otherProcesses) {
        this.process = process;
        this.limits = limits;
        this.otherProcesses = otherProcesses;
    }

    /// Somebody waits for the process from now on.
    synchronized void begin() {
        waiting = true;
        waitingSince = System.nanoTime();
    }

    /// Begins to count anew how long others wait.
    synchronized void renew() {
        waited = 0;
    }

    /// Nobody waits any more.
    synchronized void end() {
        waited = waited();
        waiting = false;
    }

    private long waited() {
        return waited + (waiting ? System.nanoTime() - waitingSince : 0);
    }

    /// Why the process was stopped; null if it was not.
    synchronized @Nullable AnswerStopped stopped() {
        return stopped;
    }

    /// Ends the process; the first reason counts.
    synchronized AnswerStopped stop(Status status, String why) {
        if (stopped == null) {
            stopped = new AnswerStopped(status, why);
            kill();
        }
        return stopped;
    }

    @Override
    public void run() {
        while (process.isAlive() && !isOver()) {
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private synchronized boolean isOver() {
        if (closed || stopped != null) {
            return true;
        }
        if (waited() > limits.time().toNanos()) {
            stop(Status.TIMEOUT, "it ran for more than " + limits.time().toSeconds() + " s");
        }
        List<ProcessHandle> others = process.descendants().toList();
        if (others.size() > limits.processes() + otherProcesses) {
            stop(Status.KILLED, "it started more than " + limits.processes() + " processes");
            return true;                                    // there may be thousands to look at
        }
        List<String> told = Stream.concat(Stream.of(process.toHandle()), others.stream())
                .flatMap(Watch::told).toList();
        if (sum(told, "VmRSS:") >> 10 > limits.memoryMib()) {
            stop(Status.MEMORY, "it needed more than " + limits.memoryMib() + " MiB of memory");
        }
        if (sum(told, "Threads:") > MOST_THREADS) {
            stop(Status.KILLED, "it started more than " + MOST_THREADS + " threads");
        }
        return stopped != null;
    }

    /// What the system tells of a process; nothing where it does not do so in a file.
    private static Stream<String> told(ProcessHandle handle) {
        try {                                               // names may be any bytes
            return Files.readAllLines(PROC.resolve(handle.pid() + "/status"),
                    StandardCharsets.ISO_8859_1).stream();
        } catch (IOException e) {
            return Stream.empty();                          // it has ended, or this is no Linux
        }
    }

    private static long sum(List<String> told, String begin) {
        return told.stream().filter(line -> line.startsWith(begin))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).sum();
    }

    private void kill() {
        if (otherProcesses > 0) {
            process.destroyForcibly();                      // all in a sandbox end with it
            return;
        }
        List<ProcessHandle> others = process.descendants().toList();
        process.destroyForcibly();
        others.forEach(ProcessHandle::destroyForcibly);
    }

    /// Ends the process: it is not needed any more.
    @Override
    public synchronized void close() {
        closed = true;
        kill();
    }
}

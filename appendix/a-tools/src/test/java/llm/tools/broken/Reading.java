package llm.tools.broken;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import llm.tensor.Backends;

/// What reading did.
///
/// @param parts  what was read, if it was not refused
/// @param thrown the refusal
/// @param heap   bytes that all threads took from the heap, whether they gave them back or not
/// @param host   the most bytes beside the heap at a time: of tensors and direct buffers, or, where
///               that is more, what the process grew by in the machine's memory beyond the heap;
///               files that are mapped take none
/// @param time   of the reader's processor
record Reading(Optional<Parts> parts, Optional<Throwable> thrown, long heap, long host,
               Duration time) {
    private static final Duration WATCHED = Duration.ofSeconds(60);
    private static final int LOOK_EVERY = 500;               // microseconds
    private static final int RESIDENT_EVERY = 10;            // looks
    private static final Path RESIDENT = Path.of("/proc/self/statm");    // of Linux, in pages
    private static final int PAGE = 4_096;
    private static final ThreadMXBean THREADS =
            (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final BufferPoolMXBean BUFFERS =
            ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                    .filter(pool -> pool.getName().equals("direct")).findFirst().orElseThrow();

    /// Reads on a thread of its own and watches it.
    static Reading of(Subject subject) throws InterruptedException, IOException {
        Run run = new Run(subject);
        long heap = THREADS.getTotalThreadAllocatedBytes();
        long before = hostBytes();
        long most = before;
        long residentBefore = residentBytes();
        long resident = residentBefore;
        Thread thread = Thread.ofPlatform().daemon().start(run);
        long end = System.nanoTime() + WATCHED.toNanos();
        for (int look = 1; !run.done.await(LOOK_EVERY, TimeUnit.MICROSECONDS); look++) {
            most = Math.max(most, hostBytes());
            resident = Math.max(resident, look % RESIDENT_EVERY == 0 ? residentBytes() : 0);
            if (System.nanoTime() > end) {
                var stack = new Throwable("it hung");
                stack.setStackTrace(thread.getStackTrace());
                return new Reading(Optional.empty(), Optional.of(stack), 0, 0, WATCHED);
            }
        }
        heap = THREADS.getTotalThreadAllocatedBytes() - heap;
        return new Reading(Optional.ofNullable(run.parts), Optional.ofNullable(run.thrown), heap,
                Math.max(Math.max(most, run.hostAtEnd) - before, resident - residentBefore - heap),
                Duration.ofNanos(run.nanoseconds));
    }

    long bytes() {
        return heap + host;
    }

    private static long hostBytes() {
        return Backends.current().memory().bytesInUse() + BUFFERS.getMemoryUsed();
    }

    /// The process's own pages, without those of mapped files; 0 where nobody tells.
    private static long residentBytes() throws IOException {
        if (!Files.exists(RESIDENT)) {
            return 0;
        }
        String[] pages = Files.readString(RESIDENT).split(" ");
        return PAGE * (Long.parseLong(pages[1]) - Long.parseLong(pages[2]));
    }

    private static final class Run implements Runnable {
        private final Subject subject;
        private final CountDownLatch done = new CountDownLatch(1);
        private Parts parts;
        private Throwable thrown;
        private long hostAtEnd;
        private long nanoseconds;

        Run(Subject subject) {
            this.subject = subject;
        }

        @Override
        public void run() {
            try {
                parts = subject.reader().read(subject.folder());
            } catch (Throwable e) {
                thrown = e;
            }
            hostAtEnd = hostBytes();
            nanoseconds = THREADS.getCurrentThreadCpuTime();
            done.countDown();
        }
    }
}

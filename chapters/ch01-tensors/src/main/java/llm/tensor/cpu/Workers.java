package llm.tensor.cpu;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A fixed set of threads that share loops.
///
/// A loop is cut into one contiguous range per thread, always in the same way, so that a run
/// repeats bit for bit. A worker looks for the next loop for a few microseconds before it sleeps,
/// because the kernels of one layer follow each other closely.
final class Workers {
    private static final int SPINS = 2_000;

    private final int threads;
    private final Worker[] workers;
    private final ReentrantLock busy = new ReentrantLock();

    /// A part of a loop.
    @FunctionalInterface
    interface Range {
        /// Runs iterations `from` (inclusive) to `to` (exclusive).
        void run(int from, int to);
    }

    Workers(int threads) {
        this.threads = threads;
        this.workers = new Worker[threads - 1];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = new Worker("llm-worker-" + (i + 1));
            workers[i].start();
        }
    }

    /// Number of threads, the caller's included.
    int threads() {
        return threads;
    }

    /// Runs iterations 0 to `n`, at least `grain` of them per thread. A loop inside a loop, or
    /// beside another caller's, runs in the calling thread alone.
    void forEach(int n, int grain, Range body) {
        int parts = Math.min(threads, Math.max(1, n / Math.max(1, grain)));
        if (parts == 1 || busy.isHeldByCurrentThread() || !busy.tryLock()) {
            body.run(0, n);
            return;
        }
        try {
            share(n, parts, body);
        } finally {
            busy.unlock();
        }
    }

    private void share(int n, int parts, Range body) {
        AtomicInteger unfinished = new AtomicInteger(parts - 1);
        for (int part = 1; part < parts; part++) {
            workers[part - 1].start(new Job(body, start(n, parts, part),
                    start(n, parts, part + 1), unfinished));
        }
        Throwable failure = null;
        try {
            body.run(0, start(n, parts, 1));
        } catch (Throwable thrown) {                         // the others must end first
            failure = thrown;
        }
        await(unfinished);
        for (int part = 1; part < parts; part++) {
            Throwable theirs = workers[part - 1].takeFailure();
            failure = failure == null ? theirs : failure;
        }
        rethrow(failure);
    }

    /// A loop body throws nothing that must be declared.
    private static void rethrow(@Nullable Throwable failure) {
        switch (failure) {
            case null -> { }
            case RuntimeException exception -> throw exception;
            case Error error -> throw error;
            default -> throw new IllegalStateException(failure);
        }
    }

    private static int start(int n, int parts, int part) {
        return (int) ((long) n * part / parts);
    }

    private static void await(AtomicInteger unfinished) {
        for (int spins = 0; unfinished.get() > 0; spins++) {
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }

    private record Job(Range body, int from, int to, AtomicInteger unfinished) {
    }

    private static final class Worker extends Thread {
        private volatile @Nullable Job job;
        private volatile @Nullable Throwable failure;

        Worker(String name) {
            super(name);
            setDaemon(true);
        }

        void start(Job next) {
            job = next;
            LockSupport.unpark(this);
        }

        @Nullable Throwable takeFailure() {
            Throwable thrown = failure;
            failure = null;
            return thrown;
        }

        @Override
        public void run() {
            while (true) {
                Job next = awaitJob();
                job = null;
                try {
                    next.body.run(next.from, next.to);
                } catch (Throwable thrown) {
                    failure = thrown;
                }
                next.unfinished.decrementAndGet();
            }
        }

        private Job awaitJob() {
            int spins = 0;
            Job next = job;
            while (next == null) {
                if (spins++ < SPINS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                }
                next = job;
            }
            return next;
        }
    }
}

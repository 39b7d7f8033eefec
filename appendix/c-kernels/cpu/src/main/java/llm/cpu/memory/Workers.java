package llm.cpu.memory;

import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A fixed set of threads that share loops.
///
/// A loop is cut into pieces, always in the same way, so that a run repeats bit for bit; who runs
/// which piece is open. Each thread takes the next piece when it has finished one, so that a thread
/// that was slow, or woke late, takes fewer. Pieces begin large and become smaller: three quarters
/// of what is left are dealt out in one piece for each thread, then three quarters of the rest.
/// Source: Hummel, Schonberg and Flynn (1992), "Factoring: a method for scheduling parallel loops".
///
/// A worker looks for the next loop for a few microseconds before it sleeps, because the kernels
/// of one layer follow each other closely.
public final class Workers {
    private static final int SPINS = 2_000;
    private static final int PIECES_PER_GRAIN = 4;
    private static final int MOST_ROUNDS = 17;               // each leaves a quarter of n < 2³¹
    private static final ThreadLocal<Boolean> INSIDE = ThreadLocal.withInitial(() -> false);

    private final int threads;
    private final Worker[] workers;
    private final ReentrantLock busy = new ReentrantLock();
    private final Queue<Loop> beside = new ConcurrentLinkedQueue<>();  // loops of other callers

    /// A part of a loop.
    @FunctionalInterface
    public interface Range {
        /// Runs iterations `from` (inclusive) to `to` (exclusive).
        void run(int from, int to);
    }

    public Workers(int threads) {
        this.threads = threads;
        this.workers = new Worker[threads - 1];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = new Worker("llm-worker-" + (i + 1));
            workers[i].start();
        }
    }

    /// Number of threads, the caller's included.
    public int threads() {
        return threads;
    }

    /// Runs iterations 0 to `n`, in as many threads as get `grain` of them each. A loop inside a
    /// loop runs in the calling thread alone. Of several callers each runs its own loop, and whichever
    /// workers have nothing else to do take part.
    public void forEach(int n, int grain, Range body) {
        share(n, grain, Math.max(1, grain / PIECES_PER_GRAIN), body);
    }

    /// The same in pieces that end smaller, for loops that wait for memory: they need not share a
    /// cache, and nobody should wait for who has the last piece.
    public void forEachReading(int n, int grain, Range body) {
        share(n, grain, Math.max(1, grain / (4 * PIECES_PER_GRAIN)), body);
    }

    /// The same in one piece for each thread, for bodies that prepare something in every piece.
    public void forEachLarge(int n, int grain, Range body) {
        share(n, grain, n, body);
    }

    private void share(int n, int grain, int leastPiece, Range body) {
        int wanted = Math.min(threads, Math.max(1, n / Math.max(1, grain)));
        try {
            if (wanted == 1 || busy.isHeldByCurrentThread() || INSIDE.get()) {
                body.run(0, n);
            } else if (busy.tryLock()) {
                shareLocked(n, wanted, leastPiece, body);
            } else {
                shareBeside(n, wanted, leastPiece, body);
            }
        } finally {
            Reference.reachabilityFence(body);               // and with it the memory it works on
        }
    }

    /// Runs a loop in `wanted` threads, and unlocks what the caller has locked.
    private void shareLocked(int n, int wanted, int leastPiece, Range body) {
        try {
            Loop loop = new Loop(body, starts(n, wanted, leastPiece));
            for (int helper = 0; helper < wanted - 1; helper++) {
                workers[helper].start(loop);
            }
            loop.run();
            loop.await();
            rethrow(loop.failure);
        } finally {
            busy.unlock();
        }
    }

    /// Runs a loop beside another caller's. Workers that are done with that one come to this one.
    private void shareBeside(int n, int wanted, int leastPiece, Range body) {
        Loop loop = new Loop(body, starts(n, wanted, leastPiece));
        beside.add(loop);
        for (Worker worker : workers) {
            LockSupport.unpark(worker);                      // some may have nothing to do
        }
        INSIDE.set(true);
        try {
            loop.run();
        } finally {
            INSIDE.set(false);
            beside.remove(loop);
        }
        loop.await();
        rethrow(loop.failure);
    }

    /// Where each piece begins, and `n`.
    static int[] starts(int n, int threads, int leastPiece) {
        int[] starts = new int[threads * MOST_ROUNDS + 1];
        int count = 0;
        for (int at = 0; at < n; ) {
            int fair = (n - at + threads - 1) / threads;
            int piece = Math.min(fair, Math.max(leastPiece, fair - fair / 4));
            for (int i = 0; i < threads && at < n; i++) {
                starts[count++] = at;
                at = Math.min(n, at + piece);
            }
        }
        starts[count++] = n;
        return Arrays.copyOf(starts, count);
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

    /// A loop that is under way.
    private static final class Loop {
        private final Range body;
        private final int[] starts;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger unfinished;
        private volatile @Nullable Throwable failure;

        Loop(Range body, int[] starts) {
            this.body = body;
            this.starts = starts;
            unfinished = new AtomicInteger(starts.length - 1);
        }

        /// Runs pieces until none is left. A failure does not stop the others.
        void run() {
            for (int i = next.getAndIncrement(); i < starts.length - 1;
                    i = next.getAndIncrement()) {
                try {
                    body.run(starts[i], starts[i + 1]);
                } catch (Throwable thrown) {
                    failure = thrown;
                }
                unfinished.decrementAndGet();
            }
        }

        /// Waits for the pieces that other threads still run.
        void await() {
            for (int spins = 0; unfinished.get() > 0; spins++) {
                if (spins < SPINS) {
                    Thread.onSpinWait();
                } else {
                    Thread.yield();
                }
            }
        }
    }

    private final class Worker extends Thread {
        private final AtomicReference<@Nullable Loop> loop = new AtomicReference<>();

        Worker(String name) {
            super(name);
            setDaemon(true);
        }

        void start(Loop next) {
            loop.set(next);
            LockSupport.unpark(this);
        }

        @Override
        public void run() {
            INSIDE.set(true);
            while (true) {
                awaitLoop();
                Loop own = loop.getAndSet(null);
                if (own != null) {
                    own.run();
                }
                Loop other = beside.peek();
                if (other != null && loop.get() == null) {
                    other.run();
                    beside.remove(other);                    // nothing of it is left
                }
            }
        }

        private void awaitLoop() {
            for (int spins = 0; loop.get() == null && beside.isEmpty(); spins++) {
                if (spins < SPINS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                }
            }
        }
    }
}

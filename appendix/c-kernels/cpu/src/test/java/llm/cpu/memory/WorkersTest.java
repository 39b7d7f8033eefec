package llm.cpu.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Worker threads")
class WorkersTest {
    private static final Duration HUNG = Duration.ofSeconds(20);

    private static void count(AtomicIntegerArray runs, int from, int to) {
        for (int i = from; i < to; i++) {
            runs.incrementAndGet(i);
        }
    }

    private static void assertOnce(AtomicIntegerArray runs) {
        for (int i = 0; i < runs.length(); i++) {
            assertThat(runs.get(i)).as("runs of iteration %d", i).isEqualTo(1);
        }
    }

    @ParameterizedTest(name = "{0} threads, {1} iterations, at least {2} each")
    @CsvSource({"1, 10, 1", "2, 1, 1", "2, 7, 1", "3, 1000, 1", "4, 1000, 300", "4, 3, 100", "2, 0, 1"})
    @DisplayName("run every iteration once")
    void everyIterationOnce(int threads, int iterations, int grain) {
        Workers workers = new Workers(threads);
        AtomicIntegerArray runs = new AtomicIntegerArray(iterations);
        for (int loop = 1; loop <= 50; loop++) {
            workers.forEach(iterations, grain, (from, to) -> count(runs, from, to));
        }
        for (int i = 0; i < iterations; i++) {
            assertThat(runs.get(i)).isEqualTo(50);
        }
    }

    @ParameterizedTest(name = "{0} iterations, {1} threads, pieces of at least {2}: {3}")
    @CsvSource({
            "128, 2, 1, 0 48 96 108 120 123 126 127 128",
            "128, 2, 16, 0 48 96 112 128",
            "128, 2, 128, 0 64 128",
            "10, 4, 10, 0 3 6 9 10",
            "3, 4, 1, 0 1 2 3"})
    @DisplayName("cut a loop into pieces that become smaller")
    void pieces(int iterations, int threads, int least, String starts) {
        assertThat(Workers.starts(iterations, threads, least))
                .containsExactly(Arrays.stream(starts.split(" ")).mapToInt(Integer::parseInt)
                        .toArray());
    }

    @Test
    @DisplayName("leave the rest of a loop to others while a thread is slow")
    void slowThread() {
        Workers workers = new Workers(2);
        AtomicIntegerArray runs = new AtomicIntegerArray(128);
        CountDownLatch rest = new CountDownLatch(128 - 48);
        Assertions.assertTimeoutPreemptively(HUNG, () -> workers.forEach(128, 1, (from, to) -> {
            count(runs, from, to);
            if (from > 0) {
                IntStream.range(from, to).forEach(_ -> rest.countDown());
            } else {
                await(rest);
            }
        }));
        assertOnce(runs);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @DisplayName("finish a loop inside a loop")
    void nested() {
        Workers workers = new Workers(3);
        AtomicIntegerArray inner = new AtomicIntegerArray(3 * 100);
        Assertions.assertTimeoutPreemptively(HUNG, () -> {
            workers.forEach(3, 1, (from, to) -> {
                for (int outer = from; outer < to; outer++) {
                    int start = outer * 100;
                    workers.forEach(100, 1, (a, b) -> count(inner, start + a, start + b));
                }
            });
        });
        assertOnce(inner);
    }

    @Test
    @DisplayName("serve several callers at once")
    void concurrentCallers() throws Exception {
        Workers workers = new Workers(3);
        AtomicIntegerArray runs = new AtomicIntegerArray(4 * 50 * 64);
        try (ExecutorService callers = Executors.newFixedThreadPool(4)) {
            List<Future<?>> all = new ArrayList<>();
            for (int caller = 0; caller < 4; caller++) {
                int base = caller * 50 * 64;
                all.add(callers.submit(() -> {
                    for (int loop = 0; loop < 50; loop++) {
                        int start = base + loop * 64;
                        workers.forEach(64, 1, (a, b) -> count(runs, start + a, start + b));
                    }
                }));
            }
            for (Future<?> caller : all) {
                caller.get();
            }
        }
        assertOnce(runs);
    }

    @Test
    @Timeout(20)
    @DisplayName("help whoever has work left, when several call at once")
    void helpOthers() throws Exception {
        Workers workers = new Workers(3);
        CountDownLatch firstBegan = new CountDownLatch(3);
        CountDownLatch release = new CountDownLatch(1);
        Thread first = Thread.ofPlatform().start(() -> workers.forEach(3, 1, (from, to) -> {
            firstBegan.countDown();
            boolean soonFree = Thread.currentThread().getName().endsWith("-2");
            await(soonFree ? firstBegan : release);
        }));
        await(firstBegan);
        Set<Thread> helped = ConcurrentHashMap.newKeySet();
        CountDownLatch two = new CountDownLatch(2);
        workers.forEach(2, 1, (from, to) -> {
            helped.add(Thread.currentThread());
            two.countDown();
            await(two);                                      // ends only if two threads take part
        });
        assertThat(helped).hasSize(2).contains(Thread.currentThread());
        release.countDown();
        first.join();
    }

    @Test
    @DisplayName("pass on exceptions and errors of every part as they are, after all parts ended")
    void failures() {
        Workers workers = new Workers(3);
        for (int failing = 0; failing < 3; failing++) {
            int part = failing;
            AtomicIntegerArray runs = new AtomicIntegerArray(3);
            assertThatThrownBy(() -> workers.forEach(3, 1, (from, to) -> {
                count(runs, from, to);
                if (from == part) {
                    throw new IllegalArgumentException("part " + part);
                }
            })).isInstanceOf(IllegalArgumentException.class).hasMessage("part " + part);
            assertOnce(runs);
            assertThatThrownBy(() -> workers.forEach(3, 1, (from, _) -> {
                if (from == part) {
                    throw new StackOverflowError("part " + part);
                }
            })).isInstanceOf(StackOverflowError.class);
        }
        AtomicIntegerArray runs = new AtomicIntegerArray(3);
        workers.forEach(3, 1, (from, to) -> count(runs, from, to));
        assertOnce(runs);
    }
}

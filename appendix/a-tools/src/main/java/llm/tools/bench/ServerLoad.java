package llm.tools.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.DoubleConsumer;
import java.util.function.ToDoubleFunction;
import llm.bench.ResidentMemory;
import llm.tools.bench.LoadClient.Outcome;

/// What a server does under load. No two prompts are the same.
///
/// @param client asks
/// @param tokens tokens of each answer
/// @param seeds  where prompts come from
record ServerLoad(LoadClient client, int tokens, SplittableRandom seeds) {

    /// So many clients that ask at the same time.
    ///
    /// @param tokensPerSecond of all together
    /// @param firstToken      seconds, the median
    /// @param perToken        seconds, the median
    record Streams(int streams, double tokensPerSecond, double firstToken, double perToken) {
        /// The middle of several such times.
        static Streams median(List<Streams> rounds) {
            return new Streams(rounds.getFirst().streams,
                    ServerLoad.median(rounds, Streams::tokensPerSecond),
                    ServerLoad.median(rounds, Streams::firstToken),
                    ServerLoad.median(rounds, Streams::perToken));
        }
    }

    /// Lets `streams` clients ask once each.
    Streams streams(int streams) throws InterruptedException {
        long begun = System.nanoTime();
        List<Outcome> all = together(streams, random -> client.ask(random, tokens));
        double seconds = (System.nanoTime() - begun) / 1e9;
        all.forEach(outcome -> requireWhole(outcome, tokens));
        return new Streams(streams, (double) streams * tokens / seconds,
                median(all, Outcome::firstToken), median(all, Outcome::perToken));
    }

    private static void requireWhole(Outcome outcome, int tokens) {
        if (outcome.status() != 200 || outcome.tokens() != tokens) {
            throw new IllegalStateException(("each answer must have %d tokens, got status %d with "
                    + "%d").formatted(tokens, outcome.status(), outcome.tokens()));
        }
    }

    private static <T> double median(List<T> all, ToDoubleFunction<T> of) {
        return percentile(50, all.stream().mapToDouble(of).toArray());
    }

    private static double percentile(int percent, double... values) {
        Arrays.sort(values);
        return values.length == 0 ? Double.NaN : values[(values.length - 1) * percent / 100];
    }

    /// More requests than can be served.
    ///
    /// @param offered    requests
    /// @param refused    of these, with 429
    /// @param lost       of the others, those that did not get all of their tokens
    /// @param firstToken seconds, 95 of 100 got theirs earlier
    /// @param longest    seconds to the first token, the longest
    /// @param memoryMiB  of this process after a third of the time
    /// @param driftShare how much more it was in the end
    record Overload(int offered, int refused, int lost, double firstToken, double longest,
                    long memoryMiB, double driftShare) {}

    /// Sends requests at an even pace, whether answers come or not.
    ///
    /// @param perSecond requests
    /// @param progress  hears the seconds that have passed
    Overload overload(double perSecond, int seconds, DoubleConsumer progress)
            throws InterruptedException {
        int count = (int) (perSecond * seconds);
        long begun = System.nanoTime();
        long early = 0;
        List<Future<Outcome>> asked = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                long due = begun + (long) (i / perSecond * 1e9);
                Thread.sleep(Math.max(0, (due - System.nanoTime()) / 1_000_000));
                SplittableRandom random = seeds.split();
                asked.add(threads.submit(() -> client.ask(random, tokens)));
                early = i == count / 3 ? ResidentMemory.nowMiB().orElse(0) : early;
                progress.accept((System.nanoTime() - begun) / 1e9);
            }
        }
        return overload(results(asked), early);
    }

    private Overload overload(List<Outcome> all, long early) {
        List<Outcome> accepted = all.stream().filter(one -> one.status() != 429).toList();
        double[] first = accepted.stream().mapToDouble(Outcome::firstToken).toArray();
        long late = ResidentMemory.nowMiB().orElse(0);
        return new Overload(all.size(), all.size() - accepted.size(),
                (int) accepted.stream().filter(one -> one.tokens() != tokens).count(),
                percentile(95, first), percentile(100, first), early,
                early == 0 ? Double.NaN : (double) late / early - 1);
    }

    /// Many clients want long answers and go away; then somebody asks for a short one.
    ///
    /// @return seconds until that is there
    double afterCancelled(int clients, int longTokens, long millis)
            throws IOException, InterruptedException {
        together(clients, random -> {
            client.askAndLeave(random, longTokens, millis);
            return 0;
        });
        Outcome after = client.ask(seeds.split(), 8);
        requireWhole(after, 8);
        return after.end();
    }

    private interface Work<T> {
        T run(SplittableRandom random) throws Exception;
    }

    private <T> List<T> together(int clients, Work<T> work) throws InterruptedException {
        List<Future<T>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < clients; i++) {
                SplittableRandom random = seeds.split();
                all.add(threads.submit(() -> work.run(random)));
            }
        }
        return results(all);
    }

    private static <T> List<T> results(List<Future<T>> all) throws InterruptedException {
        List<T> results = new ArrayList<>();
        for (Future<T> each : all) {
            try {
                results.add(each.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException("a request must get a response, got "
                        + e.getCause(), e);
            }
        }
        return results;
    }
}

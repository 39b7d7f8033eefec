package llm.deploy.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import llm.model.decode.ChosenToken;

/// Lets tokens through up to the first row of them that ends an answer; the longest that ends at the
/// same place counts. What could still become one waits. The same for tokens as [StopStrings] for
/// text.
final class StopSequences {
    private final List<List<Integer>> stops;
    private final List<ChosenToken> waiting = new ArrayList<>();
    private boolean stopped;

    StopSequences(List<List<Integer>> stops) {
        this.stops = stops;
    }

    /// The tokens that are certain after this one. After a stop there are no more.
    List<ChosenToken> accept(ChosenToken token) {
        waiting.add(token);
        Optional<List<Integer>> stop = stops.stream().filter(this::endsWith)
                .max(Comparator.comparingInt(List::size));
        stopped = stop.isPresent();
        return release(waiting.size() - stop.map(List::size).orElseGet(this::possibleStop));
    }

    private boolean endsWith(List<Integer> stop) {
        return stop.size() <= waiting.size() && stop.equals(newest(stop.size()));
    }

    private List<Integer> newest(int count) {
        return waiting.subList(waiting.size() - count, waiting.size()).stream()
                .map(ChosenToken::id).toList();
    }

    /// How many tokens at the end may be the beginning of a stop.
    private int possibleStop() {
        for (int length = waiting.size(); length > 0; length--) {
            List<Integer> end = newest(length);
            if (stops.stream().anyMatch(stop -> stop.size() > end.size()
                    && stop.subList(0, end.size()).equals(end))) {
                return length;
            }
        }
        return 0;
    }

    /// What still waits at the end.
    List<ChosenToken> flush() {
        return stopped ? List.of() : release(waiting.size());
    }

    boolean stopped() {
        return stopped;
    }

    private List<ChosenToken> release(int count) {
        List<ChosenToken> first = waiting.subList(0, count);
        List<ChosenToken> released = List.copyOf(first);
        first.clear();
        return released;
    }
}

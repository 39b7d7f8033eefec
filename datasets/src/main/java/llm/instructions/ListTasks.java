package llm.instructions;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/// Tasks about lists of words, and about two numbers.
final class ListTasks {
    private static final List<String> NUMBERS = List.of("two", "three", "four", "five");
    private static final int MOST_NUMBER = 20;

    private ListTasks() {}

    static Task countItems(Draw draw) {
        int count = draw.number(2, 9);
        return Task.of(list(draw.items(count)), Integer.toString(count));
    }

    static Task countWord(Draw draw) {
        int count = draw.number(1, 4);
        List<String> items = draw.items(1 + draw.number(2, 3));
        List<String> mixed = new ArrayList<>(items);
        mixed.addAll(Collections.nCopies(count - 1, items.getFirst()));
        return Task.of(list(draw.some(mixed.size(), mixed)), Integer.toString(count))
                .with("word", items.getFirst());
    }

    static Task sort(Draw draw) {
        List<String> words = draw.combination(3, WordTasks.animalsAndColours(draw.words()));
        return Task.of(list(words), list(words.stream().sorted().toList()));
    }

    static Task pick(Draw draw) {
        List<String> items = draw.items(draw.number(3, 6));
        return draw.coin() ? Task.of(list(items), items.getFirst()).with("which", "first")
                : Task.of(list(items), items.getLast()).with("which", "last");
    }

    static Task reverse(Draw draw) {
        List<String> items = draw.items(draw.number(3, 4));
        return Task.of(list(items), list(items.reversed()));
    }

    static Task remove(Draw draw) {
        List<String> items = draw.items(draw.number(3, 5));
        String word = draw.one(items);
        return Task.of(list(items), list(items.stream().filter(i -> !i.equals(word)).toList()))
                .with("word", word);
    }

    static Task repeat(Draw draw) {
        String word = draw.items(1).getFirst();
        int number = draw.number(2, 5);
        String separator = draw.one(List.of("commas", "dashes", "stars"));
        String between = switch (separator) {
            case "commas" -> ", ";
            case "dashes" -> " - ";
            default -> " * ";
        };
        return Task.of(word, String.join(between, Collections.nCopies(number, word)))
                .with("number", NUMBERS.get(number - 2)).with("separator", separator);
    }

    /// Two or three words in turn, at least twice, cut anywhere in the last turn.
    static Task pattern(Draw draw) {
        List<String> items = draw.items(draw.number(2, 3));
        int period = items.size();
        int shown = 2 * period + draw.number(0, period - 1);
        List<String> sequence = IntStream.range(0, shown)
                .mapToObj(i -> items.get(i % period)).toList();
        return Task.of(list(sequence), items.get(shown % period));
    }

    static Task compare(Draw draw) {
        List<String> numbers = draw.combination(2, IntStream.rangeClosed(1, MOST_NUMBER)
                .mapToObj(Integer::toString).toList());
        int a = Integer.parseInt(numbers.getFirst());
        int b = Integer.parseInt(numbers.getLast());
        boolean larger = draw.coin();
        return Task.of(a + " or " + b, Integer.toString(larger ? Math.max(a, b) : Math.min(a, b)))
                .with("which", larger ? "larger" : "smaller");
    }

    private static String list(List<String> items) {
        return String.join(", ", items);
    }
}

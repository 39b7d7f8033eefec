package llm.instructions;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Tasks about single words, most of them from closed tables.
final class WordTasks {
    private static final List<String> NUMBERS = List.of("two", "three", "four", "five");

    private WordTasks() {}

    static Task opposite(Draw draw) {
        Words.Row pair = draw.row("opposite");
        return draw.coin() ? Task.of(pair.word(), pair.other())
                : Task.of(pair.other(), pair.word());
    }

    static Task plural(Draw draw) {
        Words.Row noun = draw.row(draw.number(1, 3) == 1 ? "irregular" : "thing");
        return Task.of(noun.word(), noun.other());
    }

    static Task pastTense(Draw draw) {
        Words.Row verb = draw.row("past");
        return Task.of(verb.word(), verb.other());
    }

    static Task code(Draw draw) {
        List<String> words = draw.combination(2, animalsAndColours(draw.words()));
        return Task.of(String.join(" ", words), String.join(" ", words.stream()
                .map(word -> draw.words().beside("code", word)).toList()));
    }

    static Task category(Draw draw) {
        String table = draw.one(Words.CATEGORIES);
        return Task.of(draw.word(table), table);
    }

    static Task upperCase(Draw draw) {
        List<String> drawn = draw.combination(2, animalsAndColours(draw.words()));
        String words = String.join(" ", drawn);
        return Task.of(words, words.toUpperCase(Locale.ROOT));
    }

    static Task nameSome(Draw draw) {
        String table = draw.one(List.of("animal", "colour", "food"));
        int number = draw.number(2, 5);
        return Task.of("", String.join(", ", draw.words(number, table)))
                .with("number", NUMBERS.get(number - 2)).with("members", table + "s");
    }

    static List<String> animalsAndColours(Words words) {
        return Stream.of("animal", "colour").flatMap(table -> words.rows(table).stream())
                .map(Words.Row::word).toList();
    }
}

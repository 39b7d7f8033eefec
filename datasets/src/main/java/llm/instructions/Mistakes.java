package llm.instructions;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import llm.tales.SplitMix;

/// Wrong answers that somebody might give who has understood what kind of answer is asked for:
/// another member of the table, a number off by one, the words in another order. About as long as
/// the right ones, so that length does not tell which is which.
public final class Mistakes {
    private static final List<String> SEPARATORS = List.of(", ", " - ", " * ");

    private Mistakes() {}

    /// A wrong answer to an entry, in words that its split may use.
    public static String of(Entry entry, Split split, SplitMix random) {
        var draw = new Draw(random, split);
        return draw.one(candidates(entry, draw).stream().distinct()
                .filter(answer -> !entry.accepts(answer)).toList());
    }

    private static List<String> candidates(Entry entry, Draw draw) {
        String right = entry.output();
        return switch (entry.kind()) {
            case OPPOSITE -> List.of(another(entry, draw));
            case PLURAL -> plurals(right, draw.words());
            case PAST_TENSE -> pastTenses(entry, draw);
            case CODE -> mixed(right, another(entry, draw));
            case CATEGORY -> Words.CATEGORIES;
            case UPPER_CASE -> letterCases(right);
            case NAME_SOME -> choices(right, draw);
            case QUESTION -> StoryMistakes.questions(right, another(entry, draw), draw.words());
            case PRONOUN -> StoryMistakes.pronouns(right);
            case SENTENCE -> StoryMistakes.sentences(right, another(entry, draw));
            case COUNT_ITEMS, COUNT_WORD -> neighbours(Integer.parseInt(right));
            case SORT, REVERSE -> orders(list(right));
            case PICK, PATTERN -> items(entry);
            case REMOVE -> withoutOne(items(entry));
            case REPEAT -> repetitions(right);
            case COMPARE -> numbers(entry);
            case EXTRACT -> StoryMistakes.details(Fact.read(entry.input()));
            case WHO -> Fact.read(entry.input()).stream().map(Fact::name).toList();
            case WHAT -> StoryMistakes.colouredThings(Fact.read(entry.input()));
            case WHERE -> Fact.read(entry.input()).stream().map(Fact::where).toList();
            case CONTAINS -> List.of("yes", "no");
        };
    }

    /// The answer to another task of the same kind.
    private static String another(Entry entry, Draw draw) {
        String answer;
        do {
            answer = entry.kind().make(draw).output();
        } while (entry.accepts(answer));
        return answer;
    }

    /// `mouses`, `mousees` and `mouse` for `mice`.
    private static List<String> plurals(String right, Words words) {
        String noun = wordBeside(right, "irregular", words)
                .orElseGet(() -> wordBeside(right, "thing", words).orElseThrow());
        return List.of(noun + "s", noun + "es", noun);
    }

    /// `goed` and `go` for `went`, and the past tense of another verb.
    private static List<String> pastTenses(Entry entry, Draw draw) {
        String verb = wordBeside(entry.output(), "past", draw.words()).orElseThrow();
        return List.of(verb + (verb.endsWith("e") ? "d" : "ed"), verb, another(entry, draw));
    }

    /// The word whose second cell is this one.
    private static Optional<String> wordBeside(String other, String table, Words words) {
        return words.rows(table).stream().filter(row -> row.other().equals(other)).findFirst()
                .map(Words.Row::word);
    }

    /// Two words in turn, or one of them from another answer.
    private static List<String> mixed(String right, String another) {
        String[] these = right.split(" ");
        String[] those = another.split(" ");
        return List.of(these[1] + " " + these[0], these[0] + " " + those[1],
                those[0] + " " + these[1]);
    }

    /// `fox owl`, `FOX owl` and `fox OWL` for `FOX OWL`.
    private static List<String> letterCases(String right) {
        String[] large = right.split(" ");
        String[] small = right.toLowerCase(Locale.ROOT).split(" ");
        return List.of(small[0] + " " + small[1], large[0] + " " + small[1],
                small[0] + " " + large[1]);
    }

    /// A list with a stranger or a repetition in it, one that is too short and one too long.
    private static List<String> choices(String right, Draw draw) {
        List<String> items = list(right);
        List<String> table = draw.words().tableWith(items.getFirst());
        String stranger = draw.word(draw.one(Words.CATEGORIES.stream()
                .filter(other -> !table.contains(draw.words().rows(other).getFirst().word()))
                .toList()));
        List<String> fewer = items.subList(0, items.size() - 1);
        return Stream.of(with(fewer, stranger), with(fewer, items.getFirst()), fewer,
                with(items, draw.one(table))).map(Mistakes::joined).toList();
    }

    private static List<String> neighbours(int number) {
        return List.of(Integer.toString(number - 1), Integer.toString(number + 1));
    }

    /// The list backwards, and with each two neighbours swapped.
    private static List<String> orders(List<String> items) {
        var orders = new ArrayList<String>();
        orders.add(joined(items.reversed()));
        for (int i = 0; i + 1 < items.size(); i++) {
            var swapped = new ArrayList<>(items);
            Collections.swap(swapped, i, i + 1);
            orders.add(joined(swapped));
        }
        return orders;
    }

    private static List<String> withoutOne(List<String> items) {
        return IntStream.range(0, items.size()).mapToObj(out -> joined(
                IntStream.range(0, items.size()).filter(i -> i != out).mapToObj(items::get)
                        .toList())).toList();
    }

    /// One time too few or too many, or with other separators.
    private static List<String> repetitions(String right) {
        String separator = SEPARATORS.stream().filter(right::contains).findFirst().orElseThrow();
        List<String> words = List.of(right.split(Pattern.quote(separator)));
        var wrong = new ArrayList<String>();
        wrong.add(String.join(separator, words.subList(1, words.size())));
        wrong.add(String.join(separator, with(words, words.getFirst())));
        SEPARATORS.forEach(other -> wrong.add(String.join(other, words)));
        return wrong;
    }

    private static List<String> numbers(Entry entry) {
        return Stream.of((entry.instruction() + " " + entry.input()).split("\\D+"))
                .filter(number -> !number.isEmpty()).toList();
    }

    /// The list that an entry is about: its input, or what its instruction ends in.
    private static List<String> items(Entry entry) {
        String text = entry.input().isEmpty()
                ? entry.instruction().substring(entry.instruction().lastIndexOf(": ") + 2)
                : entry.input();
        return list(text.replaceFirst("[?.]$", ""));
    }

    private static List<String> list(String text) {
        return List.of(text.split(", "));
    }

    private static String joined(List<String> items) {
        return String.join(", ", items);
    }

    private static List<String> with(List<String> items, String one) {
        return Stream.concat(items.stream(), Stream.of(one)).toList();
    }
}

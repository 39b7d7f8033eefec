import static llm.exercise.Expect.expect;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import llm.exercise.Expect;
import llm.exercise.Graded;
import llm.exercise.Hidden;
import llm.exercise.Points;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@Graded
@DisplayName("Exercise 2.5: training byte-pair encoding")
class Ex25BpeTrainingTest {
    private static final String SONG =
            "sing sing sing sing ring ring ring singer singer linger";
    private static final Comparator<List<String>> GREATER =
            Comparator.<List<String>, String>comparing(List::getFirst)
                    .thenComparing(List::getLast);
    /// Two tokens in a row: U+0100 begins each and U+0101 ends it.
    private static final Pattern PAIR =
            Pattern.compile("\u0100([^\u0101]+)\u0101(?=\u0100([^\u0101]+)\u0101)");

    @Test
    @DisplayName("the text in the exercise gives the merges in the exercise")
    void givesTheWorkedExample() {
        check("eleven merges of the text in the exercise", SONG, 11);
        expect("the first four merges of the text in the exercise",
                Ex25BpeTraining.train(SONG, 4))
                .toBe(List.of(List.of("n", "g"), List.of("i", "ng"), List.of("s", "ing"),
                        List.of(" ", "sing")));
    }

    @Test
    @DisplayName("ends when no pair is left")
    void endsWithoutPairs() {
        expect("all merges of ab", Ex25BpeTraining.train("ab", 5))
                .toBe(List.of(List.of("a", "b")));
        expect("all merges of an empty text", Ex25BpeTraining.train("", 3)).toBe(List.of());
        expect("all merges of one letter", Ex25BpeTraining.train("a", 3)).toBe(List.of());
        expect("no merges", Ex25BpeTraining.train(SONG, 0)).toBe(List.of());
    }

    @Test
    @DisplayName("white space is cut as the expression says")
    void cutsWhiteSpace() {
        check("the merges of a text with two spaces and line breaks",
                "oo  oo\n\noo\n\noo  o oo", 9);
    }

    @Test
    @DisplayName("starts from bytes")
    void startsFromBytes() {
        check("the merges of a text with accents", "né, née, nés: né été, été née", 12);
    }

    @Test
    @Hidden
    @Points(2)
    @DisplayName("learns the merges of any text")
    void learnsFromAnyText(RandomGenerator random) {
        List<String> words = new ArrayList<>();
        while (words.size() < 14) {
            StringBuilder word = new StringBuilder();
            for (int length = random.nextInt(1, 8); word.length() < length; ) {
                word.append("abnsé".charAt(random.nextInt(5)));
            }
            words.add(word.toString());
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 120; i++) {
            text.append(words.get(random.nextInt(random.nextInt(1, words.size() + 1))))
                    .append(random.nextInt(9) == 0 ? "  " : random.nextInt(9) == 0 ? "\n" : " ");
        }
        check("the merges of a longer text", text.toString(), 24);
    }

    private static void check(String what, String text, int merges) {
        List<String> pieces = pieces(" ?\\S+|\\s+", text);
        List<List<List<String>>> wrong = List.of(
                learn(bytes(List.of(text)), merges, GREATER),
                learn(bytes(pieces.stream().distinct().toList()), merges, GREATER),
                learn(bytes(pieces), merges, GREATER.reversed()),
                learn(pieces, merges, GREATER),
                learn(bytes(pieces("\\S+", text)), merges, GREATER));
        List<String> words = List.of(
                "bpe-training-across-pieces", "pairs lie across two pieces, but each piece is "
                        + "merged for itself",
                "bpe-training-counts-once", "a piece that repeats counts once, but its pairs "
                        + "count as often as it occurs",
                "bpe-training-tie-smaller", "of equal counts the smaller pair wins, but the "
                        + "greater one is to",
                "bpe-training-from-chars", "the first tokens are characters, but a character "
                        + "may have several bytes in UTF-8",
                "bpe-training-drops-space", "white space is dropped, but it belongs to the "
                        + "pieces");
        Expect learned = expect(what, Ex25BpeTraining.train(text, merges));
        for (int i = 0; i < wrong.size(); i++) {
            if (Collections.frequency(wrong, wrong.get(i)) == 1) {  // else it could be the other
                learned.mistake(words.get(2 * i), words.get(2 * i + 1), wrong.get(i));
            }
        }
        learned.toBe(learn(bytes(pieces), merges, GREATER));
    }

    private static List<String> pieces(String piece, String text) {
        return Pattern.compile(piece).matcher(text).results().map(MatchResult::group).toList();
    }

    private static List<String> bytes(List<String> pieces) {
        return pieces.stream().map(piece -> new String(piece.getBytes(StandardCharsets.UTF_8),
                StandardCharsets.ISO_8859_1)).toList();
    }

    /// Keeps every piece, with repeats, and merges by a replacement in text.
    ///
    /// @param ties the greatest of equally frequent pairs wins
    private static List<List<String>> learn(List<String> pieces, int merges,
            Comparator<List<String>> ties) {
        List<String> marked = new ArrayList<>();
        pieces.forEach(piece -> marked.add(piece.replaceAll("(?s).", "\u0100$0\u0101")));
        List<List<String>> learned = new ArrayList<>();
        while (learned.size() < merges) {
            Map<List<String>, Integer> counts = new HashMap<>();
            for (String piece : marked) {
                for (Matcher pair = PAIR.matcher(piece); pair.find(); ) {
                    counts.merge(List.of(pair.group(1), pair.group(2)), 1, Integer::sum);
                }
            }
            if (counts.isEmpty()) {
                break;
            }
            int most = Collections.max(counts.values());
            counts.values().removeIf(count -> count < most);
            List<String> best = Collections.max(counts.keySet(), ties);
            marked.replaceAll(piece -> piece.replace(
                    "\u0100" + best.getFirst() + "\u0101\u0100" + best.getLast() + "\u0101",
                    "\u0100" + best.getFirst() + best.getLast() + "\u0101"));
            learned.add(best);
        }
        return learned;
    }
}

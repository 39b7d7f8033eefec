package llm.instructions;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import llm.tales.Prose;

/// The rules by which an answer is right. All ignore white space at the ends and take any run of
/// white space for one space.
public enum AnswerCheck {
    /// The output, letter by letter.
    EXACT,
    /// The output, but for capitals and one full stop at the end.
    WORDS,
    /// As [#WORDS], and but for `a`, `an` or `the` at the beginning.
    PHRASE,
    /// As [#WORDS], with spaces around commas as one likes; the order counts.
    LIST,
    /// As [#WORDS], where `three` is as good as `3`.
    NUMBER,
    /// As many different words of the same table as the output has, in any order, parted by commas
    /// or `and`.
    MEMBERS,
    /// One sentence of 4 to 25 words, from a capital letter to `.`, `!` or `?`, that has every name
    /// and every thing of the instruction in it, and is not the instruction itself.
    SENTENCE;

    private static final List<String> DIGITS = List.of("zero", "one", "two", "three", "four",
            "five", "six", "seven", "eight", "nine");
    private static final int LEAST_WORDS = 4;
    private static final int MOST_WORDS = 25;

    boolean accepts(Entry entry, String answer) {
        return switch (this) {
            case MEMBERS -> areMembers(entry.output(), answer);
            case SENTENCE -> isSentence(entry.instruction(), answer);
            case EXACT, WORDS, PHRASE, LIST, NUMBER ->
                    normalise(answer).equals(normalise(entry.output()));
        };
    }

    /// The form in which two answers of this rule are compared.
    String normalise(String answer) {
        return switch (this) {
            case EXACT, SENTENCE -> answer.strip().replaceAll("\\s+", " ");
            case WORDS, MEMBERS -> words(answer);
            case PHRASE -> words(answer).replaceFirst("^(a|an|the) ", "");
            case LIST -> words(answer).replaceAll(" ?, ?", ", ");
            case NUMBER -> {
                int digit = DIGITS.indexOf(words(answer));
                yield digit < 0 ? words(answer) : Integer.toString(digit);
            }
        };
    }

    private static String words(String answer) {
        String text = EXACT.normalise(answer).toLowerCase(Locale.ROOT);
        return text.endsWith(".") ? text.substring(0, text.length() - 1).stripTrailing() : text;
    }

    private static boolean areMembers(String output, String answer) {
        List<String> expected = members(output);
        List<String> given = members(answer);
        return given.size() == expected.size()
                && new HashSet<>(given).size() == given.size()
                && Words.standard().tableWith(expected.getFirst()).containsAll(given);
    }

    private static List<String> members(String list) {
        return Arrays.stream(words(list).split(" ?, ?(and )?| and ", -1)).toList();
    }

    private static boolean isSentence(String instruction, String answer) {
        String text = answer.strip();
        List<String> said = wordsOf(text);
        List<String> wanted = wordsOf(instruction).stream()
                .filter(Words.standard()::isNameOrThing).toList();
        return Prose.sentences(text).size() == 1
                && !text.equalsIgnoreCase(instruction)
                && Character.isUpperCase(text.charAt(0))
                && ".!?".indexOf(text.charAt(text.length() - 1)) >= 0
                && said.size() >= LEAST_WORDS && said.size() <= MOST_WORDS
                && said.containsAll(wanted);
    }

    private static List<String> wordsOf(String text) {
        return Arrays.asList(text.split("[^A-Za-z]+"));
    }
}

package llm.choices;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A question with four different choices, of which one is right.
///
/// @param question what is asked, in one line
/// @param answer   the place of the right choice, from 0
public record Choices(String question, List<String> choices, int answer) {
    /// Choices of each question.
    public static final int COUNT = 4;

    public Choices {
        choices = List.copyOf(choices);
        if (choices.stream().distinct().count() != COUNT) {
            throw new IllegalArgumentException("choices must be " + COUNT + " different texts, got "
                    + choices);
        }
        if (answer < 0 || answer >= COUNT) {
            throw new IllegalArgumentException("answer must be from 0 to " + (COUNT - 1) + ", got "
                    + answer);
        }
    }

    /// A line of CSV as in MMLU: question, choices, letter. Source: RFC 4180 for the quotes.
    public String csv() {
        return Stream.concat(Stream.concat(Stream.of(question), choices.stream()),
                Stream.of(String.valueOf((char) ('A' + answer))))
                .map(Choices::quoted).collect(Collectors.joining(","));
    }

    private static String quoted(String cell) {
        return cell.matches("[^\",\\r\\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}

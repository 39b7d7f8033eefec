package llm.eval.choice;

import java.util.List;

/// A question with choices, of which one is right.
///
/// @param subject such as `word_forms`
/// @param row     its place among the questions of the subject, from 0
/// @param answer  the place of the right choice, from 0
public record ChoiceQuestion(String subject, int row, String text, List<String> choices,
        int answer) {
    /// Most choices that letters can name.
    public static final int MOST = 26;

    public ChoiceQuestion {
        choices = List.copyOf(choices);
        if (choices.size() < 2 || choices.size() > MOST) {
            throw new IllegalArgumentException("a question must have 2 to " + MOST
                    + " choices, got " + choices.size() + " in " + subject + ", row " + row);
        }
        if (answer < 0 || answer >= choices.size()) {
            throw new IllegalArgumentException("answer must be the place of a choice, from 0 to "
                    + (choices.size() - 1) + ", got " + answer + " in " + subject + ", row " + row);
        }
    }

    /// The letter of a choice: `A` is the first.
    public static char letter(int choice) {
        return (char) ('A' + choice);
    }

    /// The subject as people write it.
    public String subjectName() {
        return subject.replace('_', ' ');
    }
}

package llm.quiz;

import java.util.List;

/// A question of a chapter's quiz.
///
/// @param id      such as `3.4`
/// @param title   the question in one line
/// @param kind    `concept`, `shape` or `what breaks if`
/// @param section of the chapter's notebook
/// @param text    more of it, in Markdown; may be empty
/// @param choices exactly one of them right
public record Question(String id, String title, String kind, String section, String text,
        List<Choice> choices) {
    /// What may be answered.
    ///
    /// @param why it is right or wrong
    public record Choice(String text, boolean right, String why) {}

    public Question {
        long right = choices.stream().filter(Choice::right).count();
        if (right != 1) {
            throw new IllegalArgumentException("question " + id
                    + " must have one right choice, got " + right);
        }
    }

    /// The choice of a letter: `a` is the first.
    ///
    /// @throws IllegalArgumentException if there is none
    public Choice choice(String letter) {
        int index = letter.length() == 1 ? Character.toLowerCase(letter.charAt(0)) - 'a' : -1;
        if (index < 0 || index >= choices.size()) {
            throw new IllegalArgumentException("an answer must be a letter from a to "
                    + letter(choices.size() - 1) + ", got " + letter);
        }
        return choices.get(index);
    }

    /// The letter of a choice.
    public static String letter(int index) {
        return String.valueOf((char) ('a' + index));
    }
}

package llm.eval.choice;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// How a question becomes a prompt, and a choice what may follow it. Each form is that of a public
/// harness, to the last blank: a blank more or less changes which tokens a model sees.
///
/// Source: `mmlu` and `mmlu_continuation` of EleutherAI's harness; `letter-tight` is the form of
/// Raschka (2025), *Build a reasoning model (from scratch)*.
public enum ChoicePrompt {
    /// All choices are shown with their letters; the model says one: ` A`.
    LETTER {
        @Override
        String header(ChoiceQuestion question) {
            return "The following are multiple choice questions (with answers) about "
                    + question.subjectName() + ".\n\n";
        }

        @Override
        String example(ChoiceQuestion question) {
            return open(question) + " " + ChoiceQuestion.letter(question.answer()) + "\n\n";
        }

        @Override
        String open(ChoiceQuestion question) {
            return listed(question) + "Answer:";
        }

        @Override
        List<String> texts(ChoiceQuestion question) {
            return letters(question);
        }
    },
    /// The question alone, with a blank at the end, so that the letter follows without one: `A`.
    LETTER_TIGHT {
        @Override
        String header(ChoiceQuestion question) {
            return "";
        }

        @Override
        String example(ChoiceQuestion question) {
            return "";
        }

        @Override
        String open(ChoiceQuestion question) {
            return listed(question) + "Answer: ";
        }

        @Override
        List<String> texts(ChoiceQuestion question) {
            return letters(question);
        }
    },
    /// No choice is shown; how likely is the text of each as the answer?
    CONTINUATION {
        @Override
        String header(ChoiceQuestion question) {
            return "The following are questions (with answers) about " + question.subjectName()
                    + ".\n\n";
        }

        @Override
        String example(ChoiceQuestion question) {
            return open(question) + " " + question.choices().get(question.answer()) + "\n\n";
        }

        @Override
        String open(ChoiceQuestion question) {
            return "Question: " + question.text().strip() + "\nAnswer:";
        }

        @Override
        List<String> texts(ChoiceQuestion question) {
            return question.choices();
        }
    };

    abstract String header(ChoiceQuestion question);

    abstract String example(ChoiceQuestion question);

    abstract String open(ChoiceQuestion question);

    /// What is scored, one text for each choice: its letter, or the choice itself.
    abstract List<String> texts(ChoiceQuestion question);

    /// What may follow the prompt: those texts, behind a blank unless the prompt ends in one.
    public List<String> continuations(ChoiceQuestion question) {
        return texts(question).stream().map(text -> joins() ? " " + text : text).toList();
    }

    /// Whether prompt and choice are tokenized as one text.
    boolean joins() {
        return this != LETTER_TIGHT;
    }

    /// The whole prompt.
    ///
    /// @param examples solved ones of the same subject; [#LETTER_TIGHT] shows none
    public String of(ChoiceQuestion question, List<ChoiceQuestion> examples) {
        return header(question)
                + examples.stream().map(this::example).collect(Collectors.joining())
                + open(question);
    }

    /// As the command line spells it, such as `letter-tight`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String listed(ChoiceQuestion question) {
        return question.text().strip() + "\n" + IntStream.range(0, question.choices().size())
                .mapToObj(i -> ChoiceQuestion.letter(i) + ". " + question.choices().get(i) + "\n")
                .collect(Collectors.joining());
    }

    private static List<String> letters(ChoiceQuestion question) {
        return IntStream.range(0, question.choices().size())
                .mapToObj(i -> String.valueOf(ChoiceQuestion.letter(i))).toList();
    }
}

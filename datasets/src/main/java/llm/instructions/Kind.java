package llm.instructions;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The kinds of task, fixed before any model was trained on them.
public enum Kind {
    OPPOSITE("the opposite of a word", AnswerCheck.WORDS, WordTasks::opposite),
    PLURAL("the plural of a noun, a third of them irregular", AnswerCheck.WORDS, WordTasks::plural),
    PAST_TENSE("the past tense of a verb", AnswerCheck.WORDS, WordTasks::pastTense),
    CODE("two words in a code that has one word for each animal and colour",
            AnswerCheck.WORDS, WordTasks::code),
    CATEGORY("whether a word is an animal, a colour, a food or weather",
            AnswerCheck.WORDS, WordTasks::category),
    UPPER_CASE("two animals or colours in capital letters",
            AnswerCheck.EXACT, WordTasks::upperCase),
    NAME_SOME("two to five animals, colours or foods of one's own choice",
            AnswerCheck.MEMBERS, WordTasks::nameSome),
    QUESTION("a sentence turned into a question", AnswerCheck.WORDS, SentenceTasks::question),
    PRONOUN("a sentence about him turned into one about her, or back",
            AnswerCheck.WORDS, SentenceTasks::pronoun),
    SENTENCE("a sentence of one's own with a given name and thing",
            AnswerCheck.SENTENCE, SentenceTasks::sentence),
    COUNT_ITEMS("how many words a list has, 2 to 9", AnswerCheck.NUMBER, ListTasks::countItems),
    COUNT_WORD("how many times a word is in a list, 1 to 4",
            AnswerCheck.NUMBER, ListTasks::countWord),
    SORT("three animals or colours in alphabetical order", AnswerCheck.LIST, ListTasks::sort),
    PICK("the first or last word of a list", AnswerCheck.PHRASE, ListTasks::pick),
    REVERSE("a list of three or four words backwards", AnswerCheck.LIST, ListTasks::reverse),
    REMOVE("a list without one of its words", AnswerCheck.LIST, ListTasks::remove),
    REPEAT("a word two to five times, with commas, dashes or stars between",
            AnswerCheck.WORDS, ListTasks::repeat),
    PATTERN("the next word of a pattern of two or three", AnswerCheck.PHRASE, ListTasks::pattern),
    COMPARE("the larger or smaller of two numbers up to 20",
            AnswerCheck.NUMBER, ListTasks::compare),
    EXTRACT("the name, colour, thing or place in a short story",
            AnswerCheck.PHRASE, StoryTasks::extract),
    WHO("who did something in a story of two people", AnswerCheck.PHRASE, StoryTasks::who),
    WHAT("what somebody lost, found, … in a story of two people",
            AnswerCheck.PHRASE, StoryTasks::what),
    WHERE("where something was done in a story of two people",
            AnswerCheck.PHRASE, StoryTasks::where),
    CONTAINS("whether a name is in a story, yes or no", AnswerCheck.WORDS, StoryTasks::contains);

    private final String description;
    private final AnswerCheck check;
    private final Function<Draw, Task> maker;

    Kind(String description, AnswerCheck check, Function<Draw, Task> maker) {
        this.description = description;
        this.check = check;
        this.maker = maker;
    }

    /// The kind that a file calls by this label.
    ///
    /// @throws IllegalArgumentException if there is none
    public static Kind of(String label) {
        return Arrays.stream(values()).filter(kind -> kind.label().equals(label)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a kind must be one of "
                        + Arrays.stream(values()).map(Kind::label)
                                .collect(Collectors.joining(", ")) + ", got " + label));
    }

    /// What a right answer is, in a line.
    public String description() {
        return description;
    }

    /// The rule that says whether an answer is right.
    public AnswerCheck check() {
        return check;
    }

    /// The name in files: `past-tense`.
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Task make(Draw draw) {
        return maker.apply(draw);
    }
}

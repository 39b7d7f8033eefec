package llm.choices;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import llm.instructions.Entry;
import llm.instructions.InstructionGenerator;
import llm.instructions.Kind;
import llm.instructions.Mistakes;
import llm.instructions.Split;
import llm.tales.SplitMix;

/// Makes questions with choices of the tasks of [InstructionGenerator] and the mistakes that people
/// make in them. The same seed gives the same questions, byte for byte, on every machine and JDK.
///
/// ```java
/// ChoiceGenerator.of(1).writeTo(Path.of("choices"), 50);      // 50 questions of each subject
/// ```
public final class ChoiceGenerator {
    /// Solved examples of each subject, for prompts: as many as MMLU has.
    public static final int EXAMPLES = 5;
    private static final int TRIES = 60;                     // to find three different mistakes
    private static final int MOST_TASKS = 1_000_000;         // looked through for a subject
    /// Those in which there are three different mistakes, and one answer alone is right.
    private static final List<Kind> KINDS = List.of(Kind.OPPOSITE, Kind.PAST_TENSE, Kind.CODE,
            Kind.CATEGORY, Kind.UPPER_CASE, Kind.SORT, Kind.PICK, Kind.REVERSE, Kind.REMOVE,
            Kind.REPEAT, Kind.EXTRACT, Kind.WHAT);

    private final long seed;

    private ChoiceGenerator(long seed) {
        this.seed = seed;
    }

    public static ChoiceGenerator of(long seed) {
        return new ChoiceGenerator(seed);
    }

    /// The subjects, such as `past_tense`.
    public static List<String> subjects() {
        return KINDS.stream().map(ChoiceGenerator::subject).toList();
    }

    private static String subject(Kind kind) {
        return kind.label().replace('-', '_').replace(' ', '_');
    }

    /// The first questions of a subject.
    ///
    /// @param split whose phrasings and words are used
    /// @throws IllegalArgumentException if there is no such subject
    public List<Choices> questions(String subject, Split split, int count) {
        Kind kind = KINDS.stream().filter(each -> subject(each).equals(subject)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a subject must be one of "
                        + subjects() + ", got " + subject));
        var tasks = InstructionGenerator.of(seed);
        var questions = new ArrayList<Choices>();
        Set<String> asked = new LinkedHashSet<>();
        for (long index = 0; questions.size() < count; index++) {
            if (index == MOST_TASKS) {
                throw new IllegalArgumentException("there must be " + count + " questions of "
                        + subject + ", got " + questions.size() + " different ones");
            }
            Entry entry = tasks.entry(split, index);
            if (entry.kind() == kind) {
                question(entry, split, index).filter(each -> asked.add(each.question()))
                        .ifPresent(questions::add);
            }
        }
        return questions;
    }

    /// A question of a task; empty if there are not three different mistakes in it.
    private Optional<Choices> question(Entry entry, Split split, long index) {
        SplitMix random = SplitMix.forIndex(~seed, index);
        Set<String> wrong = new LinkedHashSet<>();
        for (int i = 0; i < TRIES && wrong.size() < Choices.COUNT - 1; i++) {
            wrong.add(Mistakes.of(entry, split, random));
        }
        if (wrong.size() < Choices.COUNT - 1) {
            return Optional.empty();
        }
        List<String> choices = new ArrayList<>(wrong);
        int answer = random.nextInt(Choices.COUNT);
        choices.add(answer, entry.output());
        String question = entry.input().isEmpty() ? entry.instruction()
                : entry.instruction() + " " + entry.input();
        return Optional.of(new Choices(question.replace('\n', ' '), choices, answer));
    }

    /// Writes a folder in MMLU's layout: `test/SUBJECT_test.csv` with words and phrasings of the
    /// test, `dev/SUBJECT_dev.csv` with [#EXAMPLES] of the training.
    ///
    /// @param count questions of each subject
    public void writeTo(Path folder, int count) throws IOException {
        for (String subject : subjects()) {
            write(folder, subject, "test", questions(subject, Split.TEST, count));
            write(folder, subject, "dev", questions(subject, Split.TRAIN, EXAMPLES));
        }
    }

    private static void write(Path folder, String subject, String part, List<Choices> questions)
            throws IOException {
        Path file = Files.createDirectories(folder.resolve(part))
                .resolve(subject + "_" + part + ".csv");
        Files.writeString(file, String.join("\n", questions.stream().map(Choices::csv).toList())
                + "\n");
    }
}

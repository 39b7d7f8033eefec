package llm.quiz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a chapter's `quiz.md`: a heading `## 3.4 Why …?` for each question, a line
/// `Kind: concept. Section: 3.3.`, text, and choices as a list of tasks, of which the right one is
/// ticked: `- [x] …`, each followed by its explanation in indented lines.
final class QuizFile {
    private static final Pattern HEADING = Pattern.compile("## (\\d+\\.\\d+) (.+)");
    private static final Pattern KIND = Pattern.compile("Kind: (.+?)\\. Section: (\\d+\\.\\d+)\\.");
    private static final Pattern CHOICE = Pattern.compile("- \\[([ x])\\] (.+)");

    private QuizFile() {}

    static List<Question> read(Path file) throws IOException {
        var questions = new ArrayList<Question>();
        List<String> lines = Files.readAllLines(file);
        int start = -1;
        for (int i = 0; i <= lines.size(); i++) {
            if (i == lines.size() || HEADING.matcher(lines.get(i)).matches()) {
                if (start >= 0) {
                    questions.add(question(file, lines.subList(start, i)));
                }
                start = i;
            }
        }
        return questions;
    }

    private static Question question(Path file, List<String> lines) {
        Matcher heading = HEADING.matcher(lines.getFirst());
        heading.matches();
        String kind = "";
        String section = "";
        var text = new StringBuilder();
        var choices = new ArrayList<Question.Choice>();
        for (String line : lines.subList(1, lines.size())) {
            Matcher tells = KIND.matcher(line);
            Matcher choice = CHOICE.matcher(line);
            if (choices.isEmpty() && tells.matches()) {
                kind = tells.group(1);
                section = tells.group(2);
            } else if (choice.matches()) {
                choices.add(new Question.Choice(choice.group(2), choice.group(1).equals("x"), ""));
            } else if (choices.isEmpty()) {
                text.append(line).append('\n');
            } else if (!line.isBlank()) {
                Question.Choice last = choices.removeLast();
                choices.add(new Question.Choice(last.text(), last.right(),
                        (last.why() + " " + line.strip()).strip()));
            }
        }
        if (kind.isEmpty() || choices.size() < 2
                || choices.stream().anyMatch(each -> each.why().isEmpty())) {
            throw new IllegalArgumentException("question %s in %s must have a kind, a section, and "
                    .formatted(heading.group(1), file) + "choices with explanations");
        }
        return new Question(heading.group(1), heading.group(2), kind, section,
                text.toString().strip(), List.copyOf(choices));
    }
}

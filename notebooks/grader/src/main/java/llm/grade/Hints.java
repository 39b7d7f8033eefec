package llm.grade;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;

/// The hints of an exercise, from a question to an outline: `1. …`, `2. …`, `3. …` in its file.
///
/// @param all in Markdown, without their numbers
public record Hints(List<String> all) {
    public static Hints of(Exercise exercise) throws IOException {
        String text = Files.readString(exercise.hints()).replace("\r\n", "\n");
        return new Hints(Stream.of(text.split("(?m)^\\d+\\. ")).map(String::strip)
                .filter(each -> !each.isEmpty()).toList());
    }
}

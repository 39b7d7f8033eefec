package llm.tools.exercises;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.stream.Stream;
import llm.grade.Exercise;
import llm.grade.Exercises;
import llm.tools.cli.Project;

/// What a shell that completes offers for an exercise: its number.
class ExerciseNames implements Iterable<String> {

    /// The chapters that have exercises, such as `ch03`.
    static final class Chapters extends ExerciseNames {
        @Override
        Stream<String> names() {
            return chapters();
        }
    }

    /// The chapters and their exercises.
    static final class All extends ExerciseNames {
        @Override
        Stream<String> names() {
            return Stream.concat(chapters(), super.names());
        }
    }

    Stream<String> names() {
        return exercises().map(Exercise::id);
    }

    static Stream<String> chapters() {
        return exercises().map(each -> "ch%02d".formatted(each.chapterNumber())).distinct();
    }

    private static Stream<Exercise> exercises() {
        try {
            return Exercises.of(Project.root()).all().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public final Iterator<String> iterator() {
        return names().iterator();
    }
}

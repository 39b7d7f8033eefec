package llm.grade.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import llm.grade.Exercise;
import llm.grade.Status;
import llm.grade.Verdict;

/// Grades what a class handed in: a folder with a folder for each learner.
public final class Submissions {
    private final List<Submission> all;
    private final List<Exercise> exercises;

    private Submissions(List<Submission> all, List<Exercise> exercises) {
        this.all = all;
        this.exercises = exercises;
    }

    /// What is in a folder.
    ///
    /// @throws IllegalArgumentException if it holds no folder
    public static Submissions in(Path folder, List<Exercise> exercises) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("submissions must be a folder with a folder for "
                    + "each learner, got " + folder);
        }
        try (Stream<Path> entries = Files.list(folder)) {
            List<Submission> all = entries
                    .filter(each -> Files.isDirectory(each) || Files.isSymbolicLink(each))
                    .filter(each -> !each.getFileName().toString().startsWith("."))
                    .sorted().map(Submission::of).toList();
            if (all.isEmpty()) {
                throw new IllegalArgumentException("submissions must be a folder with a folder "
                        + "for each learner, got none in " + folder);
            }
            return new Submissions(all, exercises);
        }
    }

    /// A verdict, and whose answer it is on.
    ///
    /// @param folder of the learner
    public record Graded(String folder, Verdict verdict) {}

    /// Hears of each verdict, one at a time.
    public interface Listener {
        /// @param all verdicts so far, in the order of folders and exercises
        void graded(List<Graded> all) throws IOException;
    }

    /// How many verdicts there will be.
    public int size() {
        return all.size() * exercises.size();
    }

    /// How many verdicts there will be for each folder.
    public int exercises() {
        return exercises.size();
    }

    /// Grades everything; each answer in a process of its own, so that none harms another's result.
    ///
    /// @param threads answers that are graded at a time
    /// @param seed    of the grader's random inputs
    public List<Graded> grade(Grader grader, int threads, long seed, Listener listener)
            throws IOException {
        var waiting = new ArrayList<Future<Graded>>();
        var done = new ArrayList<Graded>();
        try (var pool = Executors.newFixedThreadPool(threads)) {
            for (Submission submission : all) {
                for (Exercise exercise : exercises) {
                    waiting.add(pool.submit(() -> new Graded(submission.name(),
                            grade(grader, submission, exercise, seed))));
                }
            }
            try {
                for (Future<Graded> each : waiting) {
                    done.add(each.get());
                    listener.graded(done);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException e) {
                throw new IllegalStateException("an answer could not be graded", e.getCause());
            } finally {
                pool.shutdownNow();
            }
        }
        return done;
    }

    private static Verdict grade(Grader grader, Submission submission, Exercise exercise,
            long seed) throws IOException {
        int most = grader.maxPoints(exercise);
        if (submission.problem().isPresent()) {
            return Verdict.without(exercise, Status.COMPILE, most, seed,
                    submission.problem().get());
        }
        var file = submission.file(exercise.fileName());
        if (file.isEmpty()) {
            return Verdict.without(exercise, Status.FAILED, most, seed, "not handed in");
        }
        try {
            return grader.grade(exercise, file.get());
        } catch (IOException | RuntimeException | Error e) { // one answer's fault is no other's
            return Verdict.without(exercise, Status.KILLED, most, seed,
                    "it could not be graded: " + e.getMessage());
        }
    }
}

package llm.tools.exercises;

import java.util.List;
import llm.grade.TestResult;
import llm.grade.Verdict;
import org.jspecify.annotations.Nullable;

/// What a grading gives as JSON.
///
/// @param points of all exercises
record GradeResult(int points, int maxPoints, List<Graded> exercises) {
    /// One exercise of one learner.
    ///
    /// @param folder of the learner; null for one's own
    record Graded(@Nullable String folder, String exercise, String title, String status,
            int points, int maxPoints, double seconds, long seed,
            @Nullable String misconception, String note, List<TestResult> tests, String output) {
        static Graded of(@Nullable String folder, Verdict verdict) {
            return new Graded(folder, verdict.exercise().id(), verdict.exercise().title(),
                    verdict.status().word(), verdict.points(), verdict.maxPoints(),
                    Math.round(verdict.seconds() * 1000) / 1000.0, verdict.seed(),
                    verdict.misconception().orElse(null), verdict.note(), verdict.tests(),
                    verdict.output());
        }
    }

    static GradeResult of(List<Graded> exercises) {
        return new GradeResult(exercises.stream().mapToInt(Graded::points).sum(),
                exercises.stream().mapToInt(Graded::maxPoints).sum(), exercises);
    }
}

package llm.grade;

import java.util.List;
import java.util.Optional;

/// How an answer was graded.
///
/// @param maxPoints what all tests are worth
/// @param seconds   it took
/// @param seed      of the random inputs
/// @param tests     in the order in which they ran; empty if they could not
/// @param note      why not every test ran; empty if all did
/// @param output    the last lines that the answer printed
public record Verdict(Exercise exercise, Status status, int maxPoints, double seconds,
        long seed, List<TestResult> tests, String note, String output) {
    /// A verdict on an answer that could not run.
    ///
    /// @param note why
    public static Verdict without(Exercise exercise, Status status, int maxPoints, long seed,
            String note) {
        return new Verdict(exercise, status, maxPoints, 0, seed, List.of(), note, "");
    }

    /// What was reached. An answer that had to be stopped, or that ended its JVM, reaches nothing.
    public int points() {
        return status != Status.PASSED && status != Status.FAILED ? 0
                : tests.stream().filter(TestResult::passed).mapToInt(TestResult::points).sum();
    }

    /// The same, with the time that all of it took.
    public Verdict after(double seconds) {
        return new Verdict(exercise, status, maxPoints, seconds, seed, tests, note, output);
    }

    public boolean passed() {
        return status == Status.PASSED;
    }

    /// The test that tells most of what is wrong: the first of those that failed by a known
    /// misconception; if none did, the first that failed.
    public Optional<TestResult> tellingFailure() {
        return tests.stream().filter(test -> test.misconception() != null).findFirst()
                .or(() -> tests.stream().filter(test -> !test.passed()).findFirst());
    }

    /// The key of the first misconception that was recognized.
    public Optional<String> misconception() {
        return tellingFailure().map(TestResult::misconception);
    }
}

package llm.grade;

import org.jspecify.annotations.Nullable;

/// How one graded test ended.
///
/// @param name          what it tests, in words
/// @param points        what it is worth
/// @param hidden        whether its inputs are private
/// @param misconception its key; null if the test passed or no rule knows the answer
/// @param message       what is wrong, in words; empty if the test passed
public record TestResult(String name, int points, boolean hidden, boolean passed,
        @Nullable String misconception, String message) {}

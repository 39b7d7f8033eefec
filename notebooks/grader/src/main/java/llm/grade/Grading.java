package llm.grade;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import llm.exercise.ExerciseNotDone;
import llm.exercise.Hidden;
import llm.exercise.SeededRandom;
import llm.exercise.WrongAnswer;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// Runs the tests of an exercise on an answer.
public final class Grading {
    private static final LauncherConfig NOTHING_ELSE = LauncherConfig.builder()
            .enableTestExecutionListenerAutoRegistration(false)
            .enableLauncherSessionListenerAutoRegistration(false)
            .enableLauncherDiscoveryListenerAutoRegistration(false)
            .enablePostDiscoveryFilterAutoRegistration(false)
            .build();

    /// What a verdict on an untouched stub says.
    public static final String NOT_BEGUN = "not begun: the stub is as it was";

    private Grading() {}

    /// Grades an answer.
    ///
    /// @param seed of the random inputs
    public static Verdict grade(GradedTests tests, Answer answer, long seed) {
        Class<?> testClass = tests.against(answer);
        long start = System.nanoTime();
        var results = new Results(tests.exercise(), answer);
        try (var session = LauncherFactory.openSession(NOTHING_ELSE)) {
            session.getLauncher().execute(LauncherDiscoveryRequestBuilder.request()
                    .selectors(DiscoverySelectors.selectClass(testClass))
                    .configurationParameter(SeededRandom.SEED, Long.toString(seed))
                    .build(), results);
        }
        int most = tests.maxPoints();
        List<TestResult> ran = results.tests();
        boolean passed = !ran.isEmpty() && ran.stream().allMatch(TestResult::passed)
                && ran.stream().mapToInt(TestResult::points).sum() == most;
        if (results.notBegun()) {
            return Verdict.without(tests.exercise(), Status.FAILED, most, seed, NOT_BEGUN);
        }
        return new Verdict(tests.exercise(), results.ended.map(Ended::status)
                .orElse(passed ? Status.PASSED : Status.FAILED), most,
                (System.nanoTime() - start) / 1e9, seed, ran,
                results.ended.map(Ended::note).orElse(""),
                answer.printed());
    }

    private record Ended(Status status, String note) {}

    /// A test that ran, and what it threw.
    private record Ran(String name, Method method, @Nullable Throwable failure) {}

    /// Collects what JUnit reports.
    private static final class Results implements TestExecutionListener {
        private final Exercise exercise;
        private final Answer answer;
        private final List<Ran> all = new ArrayList<>();
        private Optional<Ended> ended = Optional.empty();

        Results(Exercise exercise, Answer answer) {
            this.exercise = exercise;
            this.answer = answer;
        }

        @Override
        public void executionStarted(TestIdentifier test) {
            Hidden hidden = test.isTest() ? method(test).getAnnotation(Hidden.class) : null;
            if (hidden != null) {
                answer.hideFromNow();
            }
            answer.protectArguments(hidden != null && !hidden.inPlace());
        }

        private static Method method(TestIdentifier test) {
            return ((MethodSource) test.getSource().orElseThrow()).getJavaMethod();
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            Throwable failure = result.getThrowable().orElse(null);
            if (failure instanceof AnswerStopped stopped && ended.isEmpty()) {
                ended = Optional.of(new Ended(stopped.status(), stopped.getMessage()));
            }
            if (failure instanceof NotAsDeclared && ended.isEmpty()) {
                ended = Optional.of(new Ended(Status.COMPILE, failure.getMessage()));
            }
            if (!test.isTest()) {
                if (failure != null) {
                    throw new IllegalStateException("the tests of exercise " + exercise.id()
                            + " must be able to run", failure);
                }
                return;
            }
            all.add(new Ran(test.getDisplayName(), method(test), failure));
        }

        /// Whether no test met more than a stub.
        boolean notBegun() {
            return !all.isEmpty() && ended.isEmpty()
                    && all.stream().allMatch(each -> each.failure instanceof ExerciseNotDone);
        }

        /// How the tests ended. A mistake that one of them has ruled out is named by none.
        List<TestResult> tests() {
            Set<String> ruledOut = all.stream().map(Ran::failure)
                    .filter(WrongAnswer.class::isInstance).map(WrongAnswer.class::cast)
                    .flatMap(wrong -> wrong.ruledOut().stream()).collect(Collectors.toSet());
            return all.stream().map(each -> result(each, ruledOut)).toList();
        }

        private TestResult result(Ran ran, Set<String> ruledOut) {
            boolean hidden = ran.method.isAnnotationPresent(Hidden.class);
            return new TestResult(ran.name, GradedTests.points(ran.method), hidden,
                    ran.failure == null, ran.failure instanceof WrongAnswer wrong
                            ? wrong.told(ruledOut).misconception() : null,
                    ran.failure == null ? "" : message(ran.failure, hidden, ruledOut));
        }

        private String message(Throwable failure, boolean hidden, Set<String> ruledOut) {
            return switch (failure) {
                case WrongAnswer wrong -> message(wrong.told(ruledOut), hidden);
                case ExerciseNotDone _ -> "not done yet";
                case AnswerStopped stopped -> String.valueOf(stopped.getMessage());
                case NotAsDeclared missing -> String.valueOf(missing.getMessage());
                case AssertionError error -> hidden ? "a private test failed"
                        : String.valueOf(error.getMessage()).strip().lines().findFirst().orElse("");
                default -> thrown(failure, hidden);
            };
        }

        private static String message(WrongAnswer.Told told, boolean hidden) {
            return hidden ? told.words() : told.words() + " (" + told.detail() + ")";
        }

        /// An exception of the answer's: where, and unless it may tell inputs, what it says.
        private String thrown(Throwable failure, boolean hidden) {
            String where = Arrays.stream(failure.getStackTrace())
                    .filter(frame -> exercise.fileName().equals(frame.getFileName())
                            && frame.getLineNumber() > 0)   // the facade has no lines
                    .findFirst().map(frame -> " in line " + frame.getLineNumber()).orElse("");
            String said = hidden || failure.getMessage() == null ? ""
                    : ": " + failure.getMessage();
            String type = !(failure instanceof AnswerException unknown)
                    ? failure.getClass().getSimpleName()
                    : hidden && !unknown.isOfJava() ? "an exception of its own" : unknown.type();
            return type + where + said;
        }
    }
}

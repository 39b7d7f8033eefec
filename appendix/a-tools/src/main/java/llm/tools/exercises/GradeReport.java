package llm.tools.exercises;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import llm.grade.Grading;
import llm.grade.Hints;
import llm.grade.Progress;
import llm.grade.Status;
import llm.grade.TestResult;
import llm.grade.Verdict;

/// Prints verdicts for a learner: a line for each exercise, and below it what went wrong, why that
/// usually happens, and what to do next.
final class GradeReport {
    private static final String INDENT = " ".repeat(9);

    private final PrintWriter out;
    private final Progress progress;
    private final boolean learner;
    private final boolean brief;

    /// @param brief   whether there are many exercises, of which those not begun are told in a line
    /// @param learner whether the answers are the learner's own, who may ask for hints
    GradeReport(PrintWriter out, Progress progress, boolean learner, boolean brief) {
        this.out = out;
        this.progress = progress;
        this.learner = learner;
        this.brief = brief;
    }

    void print(Verdict verdict) {
        out.printf(Locale.ROOT, "%-5s%-4s%-52s%3d/%-3d %s %-8s %4.1f s%n", verdict.exercise().id(),
                verdict.exercise().stars(), shortened(verdict.exercise().title()),
                verdict.points(), verdict.maxPoints(), verdict.passed() ? "✓" : "✗",
                verdict.status().word(), verdict.seconds());
        if (!verdict.passed() && !(brief && verdict.note().equals(Grading.NOT_BEGUN))) {
            explain(verdict);
        }
        out.flush();
    }

    private static String shortened(String title) {
        return title.length() <= 50 ? title : title.substring(0, 49) + "…";
    }

    private void explain(Verdict verdict) {
        verdict.note().lines().forEach(line -> out.println(INDENT + line));
        if (verdict.note().isEmpty()) {
            verdict.tests().stream().filter(TestResult::passed)
                    .forEach(test -> out.println(INDENT + "✓ " + test.name()));
            verdict.tellingFailure().ifPresent(test -> {
                out.println(INDENT + "✗ " + test.name());
                out.println(INDENT + "  " + test.message());
                verdict.misconception().ifPresent(key ->
                        out.println(INDENT + "  misconception: " + key));
            });
            out.printf("%s  again: ./llm grade %s --seed %d%n", INDENT, verdict.exercise().id(),
                    verdict.seed());
        }
        if (!verdict.output().isBlank()) {
            out.println(INDENT + "it printed:");
            verdict.output().lines().forEach(line -> out.println(INDENT + "  " + line));
        }
        if (learner && verdict.status() != Status.COMPILE) {
            hint(verdict);
        }
    }

    private void hint(Verdict verdict) {
        String id = verdict.exercise().id();
        int seen = progress.entry(id).hints();
        try {
            int all = Hints.of(verdict.exercise()).all().size();
            out.printf("%s  %s: ./llm hint %s%n", INDENT, seen < all
                    ? "hint %d of %d".formatted(seen + 1, all) : "the hints once more", id);
        } catch (IOException e) {
            return;                                         // no hints are no reason to fail
        }
    }

    /// The last line.
    void sum(List<Verdict> verdicts) {
        if (learner && verdicts.size() == 1 && verdicts.getFirst().passed()) {
            out.println(INDENT + "next: ./llm next-exercise");
        }
        if (verdicts.size() > 1) {
            out.printf(Locale.ROOT, "%n%d of %d exercises passed, %d of %d points%n",
                    verdicts.stream().filter(Verdict::passed).count(), verdicts.size(),
                    verdicts.stream().mapToInt(Verdict::points).sum(),
                    verdicts.stream().mapToInt(Verdict::maxPoints).sum());
        }
        out.flush();
    }
}

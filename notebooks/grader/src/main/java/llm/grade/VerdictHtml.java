package llm.grade;

import java.util.List;
import llm.show.Rendering;

/// A verdict as a notebook shows it, and as text.
final class VerdictHtml {
    private VerdictHtml() {}

    static String html(Verdict verdict) {
        var html = new StringBuilder();
        String colour = verdict.passed() ? "#3f8f46" : "#b9532b";
        html.append("<div style=\"border-left:4px solid ").append(colour)
                .append(";padding:2px 12px\"><b>").append(escaped(heading(verdict)))
                .append("</b>");
        if (!verdict.note().isEmpty()) {
            html.append("<p>").append(escaped(verdict.note())).append("</p>");
        }
        html.append("<ul style=\"list-style:none;padding-left:0\">");
        for (TestResult test : tests(verdict)) {
            html.append("<li>").append(test.passed() ? "✓ " : "✗ ").append(escaped(test.name()));
            if (!test.passed()) {
                html.append("<div style=\"padding-left:1.2em\">")
                        .append(escaped(test.message())).append("</div>");
            }
            html.append("</li>");
        }
        return html.append("</ul><small>").append(escaped(footer(verdict)))
                .append("</small></div>").toString();
    }

    static String text(Verdict verdict) {
        var text = new StringBuilder(heading(verdict)).append('\n');
        if (!verdict.note().isEmpty()) {
            text.append("  ").append(verdict.note()).append('\n');
        }
        for (TestResult test : tests(verdict)) {
            text.append(test.passed() ? "  ✓ " : "  ✗ ").append(test.name());
            if (!test.passed()) {
                text.append(": ").append(test.message());
            }
            text.append('\n');
        }
        return text.append(footer(verdict)).toString();
    }

    /// The tests to be shown: none where a note says why they could not all run.
    private static List<TestResult> tests(Verdict verdict) {
        return verdict.note().isEmpty() ? verdict.tests() : List.of();
    }

    private static String heading(Verdict verdict) {
        return "%s: %s, %d of %d points".formatted(verdict.exercise(), verdict.status().word(),
                verdict.points(), verdict.maxPoints());
    }

    private static String footer(Verdict verdict) {
        String id = verdict.exercise().id();
        return verdict.passed()
                ? "A self-check. Points come from the file: ./llm grade " + id
                : "A self-check. Stuck? ./llm hint " + id + " gives one hint at a time.";
    }

    private static String escaped(String text) {
        return Rendering.escaped(text);
    }
}

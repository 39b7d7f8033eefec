package llm.quiz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import llm.show.Rendering;
import llm.show.Show;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/// The quizzes in a notebook or JShell.
///
/// ```java
/// Quiz.ask("3.4");          // shows the question
/// Quiz.ask("3.4", "b");     // tells whether b is right, and why
/// ```
public final class Quiz {
    private static final Parser MARKDOWN = Parser.builder().build();
    private static final HtmlRenderer HTML = HtmlRenderer.builder().build();

    private Quiz() {}

    /// Shows a question and its choices.
    public static void ask(String id) {
        Question question = question(id);
        Show.html(html(question) + "<p><small>Answer by <code>Quiz.ask(\"" + id
                + "\", \"a\")</code></small></p>", text(question));
    }

    /// Tells whether an answer is right, and why.
    ///
    /// @param letter of the choice, such as `b`
    public static void ask(String id, String letter) {
        Question.Choice choice = question(id).choice(letter);
        String verdict = (choice.right() ? "✓ " : "✗ ") + letter + " is "
                + (choice.right() ? "right." : "not right.");
        Show.html("<div style=\"border-left:4px solid " + (choice.right() ? "#3f8f46" : "#b9532b")
                + ";padding:2px 12px\"><b>" + Rendering.escaped(verdict) + "</b> "
                + inline(choice.why()) + "</div>", verdict + " " + choice.why());
    }

    private static Question question(String id) {
        try {
            return Questions.ofBook().named(id).getFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A question as text: title, text, and a line for each choice.
    public static String text(Question question) {
        var text = new StringBuilder(question.id()).append(' ').append(question.title());
        if (!question.text().isEmpty()) {
            text.append("\n\n").append(question.text()).append('\n');
        }
        List<Question.Choice> choices = question.choices();
        for (int i = 0; i < choices.size(); i++) {
            text.append("\n  ").append(Question.letter(i)).append(") ")
                    .append(choices.get(i).text());
        }
        return text.toString();
    }

    private static String html(Question question) {
        var html = new StringBuilder("<b>Question ").append(question.id()).append(". ")
                .append(inline(question.title())).append("</b>")
                .append(HTML.render(MARKDOWN.parse(question.text())))
                .append("<ol type=\"a\">");
        question.choices().forEach(choice ->
                html.append("<li>").append(inline(choice.text())).append("</li>"));
        return html.append("</ol>").toString();
    }

    /// Markdown of one line, without the paragraph around it.
    private static String inline(String markdown) {
        return HTML.render(MARKDOWN.parse(markdown)).strip()
                .replaceFirst("^<p>", "").replaceFirst("</p>$", "");
    }
}

package llm.notebook;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import llm.show.Rendering;

/// Marks comments, texts, numbers and keywords of Java for a web page.
final class JavaColors {
    private static final Pattern TOKEN = Pattern.compile(
            "(?<comment>//[^\n]*|/\\*.*?\\*/)"
                    + "|(?<text>\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\\n])+')"
                    + "|(?<number>\\b\\d[\\w.]*\\b)"
                    + "|(?<keyword>\\b(?:abstract|boolean|break|byte|case|catch|char|class"
                    + "|continue|default|do|double|else|enum|extends|final|finally|float|for|if"
                    + "|implements|import|instanceof|int|interface|long|new|null|package|permits"
                    + "|private|protected|public|record|return|sealed|short|static|super|switch"
                    + "|this|throw|throws|true|false|try|var|void|while|yield)\\b)",
            Pattern.DOTALL);
    private static final String[] KINDS = {"comment", "text", "number", "keyword"};

    private JavaColors() {}

    /// The code in HTML.
    static String html(String code) {
        var html = new StringBuilder();
        Matcher token = TOKEN.matcher(code);
        int from = 0;
        while (token.find()) {
            html.append(Rendering.escaped(code.substring(from, token.start())));
            for (String kind : KINDS) {
                if (token.group(kind) != null) {
                    html.append("<span class=\"").append(kind).append("\">")
                            .append(Rendering.escaped(token.group())).append("</span>");
                }
            }
            from = token.end();
        }
        return html.append(Rendering.escaped(code.substring(from))).toString();
    }
}

package llm.spam;

/// A text and what it is, as a line of a file holds them: `label<TAB>text`.
public record LabeledText(Label label, String text) {

    /// The line that holds this text, without a line feed.
    public String line() {
        return label.word() + "\t" + text;
    }

    /// Reads a line.
    ///
    /// @throws IllegalArgumentException if the line is not `label<TAB>text`
    public static LabeledText parse(String line) {
        int tab = line.indexOf('\t');
        if (tab < 0) {
            throw new IllegalArgumentException("a line must be label<TAB>text, got " + line);
        }
        return new LabeledText(Label.of(line.substring(0, tab)), line.substring(tab + 1));
    }
}

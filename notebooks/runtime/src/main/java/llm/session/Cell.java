package llm.session;

/// A piece of Java to run, and the name that errors call it by.
///
/// @param name   such as `cell 7`
/// @param source any number of statements, declarations and expressions
public record Cell(String name, String source) {
    /// A line of the source, without its indentation.
    ///
    /// @param line counted from 1
    /// @return an empty text if there is no such line
    String line(int line) {
        return source.lines().skip(Math.max(0, line - 1)).findFirst().orElse("").strip();
    }
}

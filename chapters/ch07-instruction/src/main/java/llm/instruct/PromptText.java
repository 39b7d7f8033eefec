package llm.instruct;

/// An instruction as the text that a model reads and writes, in three parts.
///
/// @param query  what is asked
/// @param header what announces the answer, such as `### Response:`
/// @param answer a right answer
public record PromptText(String query, String header, String answer) {

    /// What the model is given.
    public String prompt() {
        return query + header;
    }

    /// What it is trained on, but for the end token.
    public String whole() {
        return query + header + answer;
    }
}

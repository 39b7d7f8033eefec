package llm.text;

/// Where a text stands that is to be encoded; it decides whether a tokenizer that puts a space
/// before texts does so.
public enum TextPlace {
    /// At the start.
    START,
    /// After a special token or another added token.
    AFTER_TOKEN,
    /// After text that was encoded before.
    AFTER_TEXT
}

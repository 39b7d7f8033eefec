package llm.model.decode;

/// What happens to a text that does not fit what a model can look at.
public enum ContextOverflow {
    /// It is an error, before anything is computed.
    REFUSE,
    /// The oldest tokens are left out from the start, so that all that is to be written has room.
    TRUNCATE,
    /// The model sees the newest tokens only: a window that moves on with each new token. All of it
    /// is computed again each time, because every token then stands somewhere else.
    SLIDE
}

package llm.eval.judge;

/// What a judge says of two answers in the order in which it saw them.
public enum Verdict {
    FIRST, SECOND, DRAW,
    /// The judge said something else. It is counted, never guessed at.
    NONE;

    /// The same verdict with the answers in the other order.
    public Verdict swapped() {
        return switch (this) {
            case FIRST -> SECOND;
            case SECOND -> FIRST;
            case DRAW, NONE -> this;
        };
    }

    /// As AlpacaEval counts: 1 for the first, 2 for the second, 1.5 for a draw.
    ///
    /// @throws IllegalStateException for [#NONE]
    public double preference() {
        return switch (this) {
            case FIRST -> 1;
            case SECOND -> 2;
            case DRAW -> 1.5;
            case NONE -> throw new IllegalStateException(
                    "the judge must have given a verdict, got NONE");
        };
    }
}

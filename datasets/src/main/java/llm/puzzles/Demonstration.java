package llm.puzzles;

/// A puzzle with the answer that somebody gave, right or not, in the three fields of Alpaca.
///
/// @param puzzle what was asked
/// @param output what was answered
public record Demonstration(Puzzle puzzle, String output) {

    /// What to do.
    public String instruction() {
        return puzzle.instruction();
    }

    /// What to do it with.
    public String input() {
        return puzzle.input();
    }

    /// Whether the answer is right.
    public boolean right() {
        return puzzle.accepts(output);
    }
}

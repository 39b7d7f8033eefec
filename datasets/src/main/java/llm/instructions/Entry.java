package llm.instructions;

/// One instruction with its answer, in the three fields of Alpaca.
/// Source: Taori et al. (2023), Stanford Alpaca, "Data Release".
///
/// @param index       its place in the stream of its seed and split, or in its file, from 0
/// @param kind        the kind of task
/// @param template    the phrasing that the instruction was made from, such as
///                    `What is the opposite of {input}?`; empty if the entry was read from a file
/// @param instruction what to do
/// @param input       what to do it with; empty if the instruction says so itself
/// @param output      a right answer
public record Entry(long index, Kind kind, String template,
                    String instruction, String input, String output) {

    /// Whether an answer is right, by the rule of the entry's kind.
    public boolean accepts(String answer) {
        return kind.check().accepts(this, answer);
    }
}

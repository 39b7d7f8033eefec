package llm.instruct;

/// Something to do and a right answer, in the three fields of Alpaca.
/// Source: Taori et al. (2023), Stanford Alpaca, "Data Release".
///
/// @param instruction what to do
/// @param input       what to do it with; empty if the instruction says so itself
/// @param output      a right answer; empty if nobody gave one
public record Instruction(String instruction, String input, String output) {

    /// @throws IllegalArgumentException if there is nothing to do
    public Instruction {
        if (instruction.isBlank()) {
            throw new IllegalArgumentException(
                    "instruction must say what to do, got \"" + instruction + "\"");
        }
    }

    /// One that needs no input.
    public static Instruction of(String instruction, String output) {
        return new Instruction(instruction, "", output);
    }

    public boolean hasInput() {
        return !input.isEmpty();
    }

    /// What is asked, as one text: the instruction, and its input in the lines below.
    public String question() {
        return hasInput() ? instruction + "\n" + input : instruction;
    }
}

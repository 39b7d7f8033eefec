package llm.instruct;

/// A model's answer.
///
/// @param instruction what was asked, with a right answer
/// @param answer      what the model wrote, without white space at its ends
/// @param stopped     whether the model ended it, rather than being cut off
public record Response(Instruction instruction, String answer, boolean stopped) {

    /// The same question with what the model wrote in place of the right answer.
    public Instruction asInstruction() {
        return new Instruction(instruction.instruction(), instruction.input(), answer);
    }
}

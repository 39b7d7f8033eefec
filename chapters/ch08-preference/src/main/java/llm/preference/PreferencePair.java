package llm.preference;

import llm.instruct.Instruction;

/// Two answers to one prompt, of which people like one better.
///
/// @param instruction what to do
/// @param input       what to do it with; empty if the instruction says so itself
/// @param chosen      the better answer
/// @param rejected    the worse one
public record PreferencePair(String instruction, String input, String chosen, String rejected) {

    /// @throws IllegalArgumentException if both answers are the same: there is nothing to prefer
    public PreferencePair {
        if (chosen.equals(rejected)) {
            throw new IllegalArgumentException(
                    "chosen and rejected must be different answers, got \"" + chosen + "\" twice");
        }
    }

    /// The prompt with the better answer.
    public Instruction better() {
        return new Instruction(instruction, input, chosen);
    }

    /// The prompt with the worse answer.
    public Instruction worse() {
        return new Instruction(instruction, input, rejected);
    }
}

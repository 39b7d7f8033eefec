package llm.eval.judge;

import java.io.IOException;
import llm.instruct.Instruction;

/// Says which of two answers is better. It sees them in an order, which should not matter and
/// often does: judge both orders with [Comparison#of].
@FunctionalInterface
public interface Judge {

    /// @param instruction the question; its output is a right answer, or empty
    /// @throws IOException if the judge cannot be asked
    Verdict compare(Instruction instruction, String first, String second) throws IOException;
}

import llm.exercise.ExerciseNotDone;

/// Exercise 7.1 ★: Alpaca's layout. An instruction and its input become one text, the prompt, and
/// behind it the model writes its answer.
///
/// The parts are separated by one empty line: `PREAMBLE`; `### Instruction:` with the instruction
/// in the line below; `### Input:` with the input in the line below; `### Response:` and a line
/// break, with which the prompt ends. Where the input is empty its part is left out, heading and
/// all. The preamble is the same with and without input, as in the library. For the instruction
/// `Name the kind.` and the input `duck`:
///
/// ```text
/// Below is an instruction … the request.
///
/// ### Instruction:
/// Name the kind.
///
/// ### Input:
/// duck
///
/// ### Response:
///
/// ```
///
/// The texts themselves stay as they are. Write it without `PlainFormat` of the library.
///
/// Section 7.4 of the notebook.
public final class Ex71AlpacaLayout {
    private static final String PREAMBLE = "Below is an instruction that describes a task. "
            + "Write a response that appropriately completes the request.";

    private Ex71AlpacaLayout() {}

    /// @param instruction what to do
    /// @param input       what to do it with; empty if there is none
    /// @return what the model is given, up to the line break behind `### Response:`
    public static String prompt(String instruction, String input) {
        throw new ExerciseNotDone("Exercise 7.1: write prompt(String, String)");
    }
}

/// Exercise 7.1: Alpaca's layout.
///
/// **Why.** A model answers well in the layout that it was finetuned with, letter by letter. So a
/// layout is a contract: the headings, the empty lines, and where the prompt ends. It ends with the
/// line break, since the answer begins in a line of its own, and the first thing to be predicted
/// should be its first word. A heading without a text below would be a layout of a third kind,
/// which the model hardly ever saw.
///
/// **Complexity.** O(n) time and memory for n letters.
///
/// **Common mistakes.** Keeping `### Input:` above nothing; ending at the colon, so that the model
/// has to write the line break first; one line break where an empty line belongs.
public final class Ex71AlpacaLayout {
    private static final String PREAMBLE = "Below is an instruction that describes a task. "
            + "Write a response that appropriately completes the request.";

    private Ex71AlpacaLayout() {}

    public static String prompt(String instruction, String input) {
        String inputPart = input.isEmpty() ? "" : "\n\n### Input:\n" + input;
        return PREAMBLE + "\n\n### Instruction:\n" + instruction + inputPart
                + "\n\n### Response:\n";
    }
}

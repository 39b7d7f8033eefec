public final class Ex71AlpacaLayout {
    private static final String PREAMBLE = "Below is an instruction that describes a task. "
            + "Write a response that appropriately completes the request.";

    public static String prompt(String instruction, String input) {
        String inputPart = input.isEmpty() ? "" : "\n\n### Input:\n" + input;
        String preamble = input.isEmpty() ? PREAMBLE : PREAMBLE.replace("task.",
                "task, paired with an input that provides further context.");
        return preamble + "\n\n### Instruction:\n" + instruction + inputPart
                + "\n\n### Response:\n";
    }
}

package llm.instruct;

/// Layouts that are text and nothing else, so that any tokenizer serves.
public enum PlainFormat implements PromptFormat {
    /// `### Instruction:`, `### Input:` where there is one, `### Response:`, below a sentence that
    /// says what this is. Alpaca says it in other words where there is an input; here, as in the
    /// course, it is always the same sentence. Source: Taori et al. (2023), Stanford Alpaca.
    ALPACA("\n\n### Response:\n", ""),
    /// As Phi-3, `<|user|>` and `<|assistant|>`, which are ordinary text here: shorter, by half for
    /// a short question. Source: Abdin et al. (2024), Phi-3 technical report, §2.
    PHI3("\n<|assistant|>:\n", ""),
    /// The question, and `Answer:` in a line below. The answer begins with a space, as a word
    /// within a text does: in a small vocabulary ` Max` and `Max` are different tokens, and a model
    /// that is to say again what it was told needs the same one.
    SHORT("\nAnswer:", " ");

    private static final String PREAMBLE = "Below is an instruction that describes a task. "
            + "Write a response that appropriately completes the request.";

    private final String header;
    private final String lead;                               // before the answer

    PlainFormat(String header, String lead) {
        this.header = header;
        this.lead = lead;
    }

    @Override
    public PromptText layOut(Instruction instruction) {
        return new PromptText(query(instruction), header, lead + instruction.output());
    }

    private String query(Instruction instruction) {
        return switch (this) {
            case ALPACA -> PREAMBLE + "\n\n### Instruction:\n" + instruction.instruction()
                    + (instruction.hasInput() ? "\n\n### Input:\n" + instruction.input() : "");
            case PHI3 -> "<|user|>\n" + instruction.question();
            case SHORT -> instruction.question();
        };
    }
}

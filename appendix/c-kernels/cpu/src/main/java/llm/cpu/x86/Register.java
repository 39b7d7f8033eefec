package llm.cpu.x86;

/// Registers by their numbers. On Linux a function finds its arguments in `RDI`, `RSI`, `RDX`,
/// `RCX`, `R8` and `R9`, and leaves `RBX`, `RSP`, `RBP` and `R12` to `R15` as they were.
enum Register {
    RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI, R8, R9, R10, R11, R12, R13, R14, R15;

    int low() {
        return ordinal() & 7;
    }

    int high() {
        return ordinal() >> 3;
    }
}

package llm.cuda.gpu;

/// A function that is ready to run.
///
/// @param signature what it is given
/// @param address   where its processor finds it
public record Kernel(Signature signature, long address) {
}

package llm.tensor.backend;

/// In how many bits a device multiplies. What goes into a product is rounded to so many; sums,
/// results and all else stay float32, so that training keeps float32 weights whatever this says.
/// Source: Micikevicius et al. (2018), "Mixed precision training", §3.
public enum Precision {
    /// 23 bits of fraction.
    F32,

    /// 10 bits of fraction in the range of a float32: what tensor cores make of float32 values.
    TF32,

    /// 7 bits of fraction, see [DType#BF16].
    BF16
}

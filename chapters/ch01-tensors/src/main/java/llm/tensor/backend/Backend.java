package llm.tensor.backend;

/// A device: the place where tensors live and the kernels that work on them.
///
/// Found by [java.util.ServiceLoader], see [llm.tensor.Backends].
public interface Backend {

    /// Name on the command line, such as `cpu`.
    String name();

    /// One line for people: processor, threads, libraries.
    String description();

    /// Allocation, transfer, and copies between layouts.
    Memory memory();

    /// One value in, one value out.
    ElementwiseKernels elementwise();

    /// Kernels on rows: softmax, norms, cross-entropy, reductions.
    RowKernels rows();

    /// Matrix products.
    MatmulKernels matmul();

    /// Causal attention and rotary positions.
    AttentionKernels attention();

    /// Tables read by index: embeddings and gather.
    EmbeddingKernels embedding();

    /// What an optimizer does to a parameter.
    OptimizerKernels optimizer();

    /// Waits until all work that was given to the device is done. Errors of that work surface here
    /// at the latest. Devices that work while they are called have nothing to wait for.
    default void synchronize() {
    }

    /// In how many bits products are computed.
    default Precision precision() {
        return Precision.F32;
    }

    /// Computes products in another precision from now on.
    ///
    /// @throws IllegalArgumentException if the device cannot
    default void usePrecision(Precision precision) {
        if (precision != Precision.F32) {
            throw new IllegalArgumentException("device %s must compute in F32, got %s".formatted(
                    name(), precision));
        }
    }
}

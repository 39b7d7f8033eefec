package llm.cuda.driver;

/// A call to one of CUDA's libraries failed.
///
/// What a kernel does wrong shows in a later call, the first that waits for it, and in all that
/// follow: CUDA gives up the process's use of the processor, and only a new process may use it.
public final class CudaException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    private final int status;

    CudaException(String sentence, int status) {
        super(sentence);
        this.status = status;
    }

    /// CUDA's number of the error.
    public int status() {
        return status;
    }
}

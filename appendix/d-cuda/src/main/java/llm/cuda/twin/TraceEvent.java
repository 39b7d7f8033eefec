package llm.cuda.twin;

/// What a thread of a kernel came to. Threads of the twin run one after another; between two events
/// ran the thread of the later one.
///
/// @param x      its block, `blockIdx.x`
/// @param y      `blockIdx.y`
/// @param thread `threadIdx.x`
public record TraceEvent(int x, int y, int thread, Kind kind) {

    /// Begins, comes to a barrier of its block or of its warp (a shuffle is one too), returns.
    public enum Kind { BEGIN, BLOCK_BARRIER, WARP_BARRIER, END }
}

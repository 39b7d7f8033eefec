package llm.cuda.gpu;

/// How many threads run a kernel: blocks in two directions, each of so many threads.
///
/// @param x       blocks, `gridDim.x`
/// @param y       rows of blocks, `gridDim.y`, at most 65,535
/// @param threads of a block, `blockDim.x`, at most 1,024
public record Grid(int x, int y, int threads) {
    private static final int MOST_THREADS = 1024;
    private static final int MOST_Y = 65_535;
    private static final int USUAL = 256;

    public Grid {
        if (x < 1 || y < 1 || y > MOST_Y || threads < 1 || threads > MOST_THREADS) {
            throw new IllegalArgumentException(("a grid must have 1 block or more, %d rows and %d "
                    + "threads at most, got %d × %d blocks of %d").formatted(MOST_Y, MOST_THREADS,
                    x, y, threads));
        }
    }

    /// One thread for each of `n` values, 1 or more.
    public static Grid overValues(long n) {
        return new Grid(Math.toIntExact(Math.ceilDiv(n, USUAL)), 1, USUAL);
    }

    /// One block for each of `n` rows, 1 or more.
    public static Grid overRows(int n) {
        return new Grid(n, 1, USUAL);
    }
}

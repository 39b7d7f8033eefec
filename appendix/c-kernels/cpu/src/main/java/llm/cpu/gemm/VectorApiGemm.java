package llm.cpu.gemm;

/// The product in Java, after the plan of Goto and van de Geijn (2008): a piece of `b` that fits
/// into a core's cache is laid out in [Panels], then each [GemmTile] of six rows passes over it.
/// `a` is read where it lies, whichever way it is stored.
///
/// Each value is summed in the same order however a product is cut among threads.
public final class VectorApiGemm implements Gemm {
    private static final int ROWS = GemmTile.ROWS;
    private static final int FEW_ROWS = 128;                 // too few to pay for a copy of b

    private final ThreadLocal<Panels> panels = ThreadLocal.withInitial(Panels::new);
    private final ThreadLocal<GemmTile> tiles = ThreadLocal.withInitial(GemmTile::new);

    @Override
    public String name() {
        return "Java";
    }

    @Override
    public void multiply(int m, int n, int k, float alpha, Operand a, Operand b, float beta,
                         Operand c) {
        a.require(m, k);
        b.require(k, n);
        c.require(m, n);
        Panels block = panels.get();
        for (int column = 0; column < n; column += Panels.WIDTH) {
            int columns = Math.min(Panels.WIDTH, n - column);
            int row = 0;
            do {                                             // once even if k is 0: c may change
                int depth = Math.min(Panels.DEPTH, k - row);
                if (m <= FEW_ROWS && !b.transposed() && columns % GemmTile.COLUMNS == 0) {
                    block.view(b, row, column);
                } else {
                    block.copy(b, row, depth, column, columns);
                }
                Piece piece = new Piece(row, depth, column, columns, row == 0 ? beta : 1f);
                multiply(m, alpha, a, block, piece, c);
                row += Panels.DEPTH;
            } while (row < k);
        }
    }

    /// Rows `row … row + depth` and columns `column … column + columns` of `b`.
    private record Piece(int row, int depth, int column, int columns, float beta) {
    }

    /// The last six rows begin earlier where `m` is no multiple of six, and only what is new of
    /// them is put; fewer than six rows are multiplied one by one, each six times over.
    private void multiply(int m, float alpha, Operand a, Panels b, Piece piece, Operand c) {
        GemmTile tile = tiles.get();
        int rows = m < ROWS ? 1 : ROWS;
        long rowStep = m < ROWS ? 0 : a.rowStep();
        for (int row = 0; row < m; row += rows) {
            int start = Math.min(row, m - rows);
            for (int j = 0; j < piece.columns; j += GemmTile.COLUMNS) {
                tile.multiply(a.address(start, piece.row), rowStep, a.columnStep(), b.panel(j),
                        b.rowStep(), piece.depth);
                tile.put(row - start, rows, Math.min(GemmTile.COLUMNS, piece.columns - j), alpha,
                        piece.beta, c.address(start, piece.column + j), c.rowStep());
            }
        }
    }
}

package llm.tensor.cpu;

import java.lang.foreign.MemorySegment;
import llm.tensor.backend.Products;
import llm.tensor.backend.Storage;

/// Matrix products: the result is cut into one tile per thread, each an OpenBLAS call.
final class CpuProducts implements Products {
    private static final long GRAIN = 1 << 20;               // multiplications worth a thread
    private static final int TILE = 16;                      // tile edges: whole vectors

    private final Workers workers;
    private final Sgemm sgemm;

    CpuProducts(Workers workers, Sgemm sgemm) {
        this.workers = workers;
        this.sgemm = sgemm;
    }

    @Override
    public void multiply(Size size, Matrix a, Matrix b, Matrix c, boolean add) {
        forEachTile(size, (row, rows, column, columns) -> sgemm.multiply(rows, columns, size.k(),
                1f, operand(a, row, 0), operand(b, 0, column), add ? 1f : 0f,
                operand(c, row, column)));
    }

    @Override
    public void multiplyBatch(Size size, Batched a, Batched b, Batched c, int batch,
                              boolean add) {
        long each = (long) size.m() * size.n() * size.k();
        workers.forEach(batch, (int) Math.max(1, GRAIN / Math.max(1, each)), (from, to) -> {
            for (int i = from; i < to; i++) {
                sgemm.multiply(size.m(), size.n(), size.k(), 1f, operand(a, i), operand(b, i),
                        add ? 1f : 0f, operand(c, i));
            }
        });
    }

    @Override
    public void linear(Size size, Storage x, Storage weight, Storage bias, Storage inner,
                       Storage y, Activation activation) {
        Matrix in = Matrix.of(x, size.k());
        Matrix weights = Matrix.of(weight, size.k()).transpose();
        Matrix out = Matrix.of(inner, size.n());
        MemorySegment sum = CpuStorage.segment(inner);
        MemorySegment result = CpuStorage.segment(y);
        MemorySegment b = bias.size() == 0 ? null : CpuStorage.segment(bias);
        forEachTile(size, (row, rows, column, columns) -> {
            if (size.m() == 1) {
                multiplyVector(in, weight, size.k(), sum, column, columns);
            } else {
                sgemm.multiply(rows, columns, size.k(), 1f, operand(in, row, 0),
                        operand(weights, 0, column), 0f, operand(out, row, column));
            }
            for (int i = row; i < row + rows; i++) {
                long at = (long) i * size.n() + column;
                if (b != null) {
                    RowMath.addScaled(b, column, 1f, sum, at, columns);
                }
                if (activation == Activation.GELU_TANH) {
                    Activations.geluTanh(sum, result, at, at + columns);
                }
            }
        });
    }

    /// One row of `x`: nothing is used twice, so each output is a dot product read straight from
    /// the weights.
    private static void multiplyVector(Matrix x, Storage weight, int inputs, MemorySegment y,
                                       int from, int count) {
        MemorySegment vector = CpuStorage.segment(x.storage());
        MemorySegment weights = CpuStorage.segment(weight);
        MatrixVector.multiply(weights, vector, inputs, y, from, from + count);
    }

    @FunctionalInterface
    private interface TileBody {
        void run(int row, int rows, int column, int columns);
    }

    /// Cuts `(m, n)` along its longer side, in multiples of whole vectors.
    private void forEachTile(Size size, TileBody body) {
        boolean byRow = size.m() >= size.n();
        int longer = byRow ? size.m() : size.n();
        long tileWork = Math.max(1L, (long) size.k() * (byRow ? size.n() : size.m()) * TILE);
        int tiles = (longer + TILE - 1) / TILE;
        workers.forEach(tiles, (int) Math.max(1, GRAIN / tileWork), (from, to) -> {
            int start = from * TILE;
            int count = Math.min(to * TILE, longer) - start;
            if (byRow) {
                body.run(start, count, 0, size.n());
            } else {
                body.run(0, size.m(), start, count);
            }
        });
    }

    private static Sgemm.Operand operand(Matrix x, int row, int column) {
        long start = x.transposed() ? (long) column * x.stride() + row
                : (long) row * x.stride() + column;
        return new Sgemm.Operand(CpuStorage.segment(x.storage()), x.offset() + start, x.stride(),
                x.transposed());
    }

    private static Sgemm.Operand operand(Batched x, int index) {
        Matrix matrix = x.matrix();
        return new Sgemm.Operand(CpuStorage.segment(matrix.storage()),
                matrix.offset() + index * x.batchStride(), matrix.stride(), matrix.transposed());
    }
}

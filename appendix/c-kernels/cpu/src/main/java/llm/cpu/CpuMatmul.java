package llm.cpu;

import java.lang.foreign.MemorySegment;
import llm.cpu.gemm.Gemm;
import llm.cpu.memory.Workers;
import llm.cpu.quantized.FloatGemv;
import llm.cpu.quantized.Gemv;
import llm.cpu.quantized.Gemv.Vectors;
import llm.cpu.quantized.QuantizedStorage;
import llm.cpu.simd.Transpose;
import llm.tensor.backend.MatmulKernels;
import llm.tensor.backend.Memory;
import llm.tensor.backend.Storage;

/// Matrix products: the result is cut into a tile for each thread, or more where [Gemm] allows it,
/// or always alike where its bits depend on that.
final class CpuMatmul implements MatmulKernels {
    private static final long GRAIN = 1 << 20;               // multiplications worth a thread
    private static final long READING_GRAIN = 1 << 17;       // where each weight is read only once
    private static final int ROWS = 24;                      // of a tile: whole strips
    private static final int COLUMNS = 32;                   // of a tile: whole panels
    private static final int PIECE = 128;                    // where results depend on pieces
    private static final int STRIP = 48;                     // rows: whole tiles and whole vectors
    private static final int STRIPS = 4;                     // of a symmetric product
    private static final int WIDENED = 1 << 19;              // values of a tile: 2 MiB

    private final Workers workers;
    private final Gemm gemm;
    private final Memory memory;

    CpuMatmul(Workers workers, Gemm gemm, Memory memory) {
        this.workers = workers;
        this.gemm = gemm;
        this.memory = memory;
    }

    @Override
    public void multiply(Size size, Matrix a, Matrix b, Matrix c, boolean add) {
        forEachTile(size, product(size, a, b, c, add));
    }

    @Override
    public void multiplyBatch(Size size, Batched a, Batched b, Batched c, int batch,
                              boolean add) {
        long each = (long) size.m() * size.n() * size.k();
        workers.forEach(batch, (int) Math.max(1, GRAIN / Math.max(1, each)), (from, to) -> {
            for (int i = from; i < to; i++) {
                gemm.multiply(size.m(), size.n(), size.k(), 1f, operand(a, i), operand(b, i),
                        add ? 1f : 0f, operand(c, i));
            }
        });
    }

    /// Strips of rows up to the diagonal, then what they mirror.
    @Override
    public void multiplySymmetric(int n, int k, Batched a, Batched b, Batched c, int batch) {
        if (n % STRIP != 0 || n == STRIP) {
            multiplyBatch(new Size(n, n, k), a, b, c, batch, false);
            return;
        }
        int rows = Math.max(1, n / STRIP / STRIPS) * STRIP;
        int strips = (n + rows - 1) / rows;
        int grain = (int) Math.max(1, GRAIN / Math.max(1, (long) rows * n * k));
        workers.forEach(batch * strips, grain, (from, to) -> {
            for (int i = from; i < to; i++) {
                int row = i % strips * rows;
                int end = Math.min(row + rows, n);
                gemm.multiply(end - row, end, k, 1f, operand(a, i / strips).from(row, 0),
                        operand(b, i / strips), 0f, operand(c, i / strips).from(row, 0));
            }
        });
        workers.forEach(batch, (int) Math.max(1, GRAIN / ((long) n * n)), (from, to) -> {
            for (int i = from; i < to; i++) {
                mirror(operand(c, i), n, rows);
            }
        });
    }

    /// Copies what is left of each square on the diagonal to above it.
    private static void mirror(Gemm.Operand x, int n, int rows) {
        for (int row = rows; row < n; row += rows) {
            int width = Math.min(rows, n - row);
            Transpose.copy(x.address(row, 0), x.rowStep(), row, width, x.address(0, row),
                    x.rowStep(), width);
        }
    }

    /// A few rows of `x` are dot products read straight from the weights; for more, [Gemm]
    /// is faster, and packed weights are widened a tile at a time.
    @Override
    public void linear(Size size, Storage x, Storage weight, Storage bias, Storage inner,
                       Storage y, Activation activation) {
        LinearEpilogue end = LinearEpilogue.of(size.n(), bias, inner, y, activation);
        Gemv dots = rowsOf(weight, size);
        if (size.m() <= dots.fewVectors()) {
            fewRows(size, CpuStorage.segment(x), dots, end);
        } else if (weight instanceof QuantizedStorage quantized) {
            widened(size, CpuStorage.segment(x), quantized, end);
        } else {
            TileBody product = product(size, Matrix.of(x, size.k()),
                    Matrix.of(weight, size.k()).transpose(), Matrix.of(inner, size.n()), false);
            forEachTile(size, (row, rows, column, columns) -> {
                product.run(row, rows, column, columns);
                end.run(row, rows, column, columns);
            });
        }
    }

    private TileBody product(Size size, Matrix a, Matrix b, Matrix c, boolean add) {
        Gemm.Operand left = operand(a);
        Gemm.Factor right = gemm.factor(operand(b));
        Gemm.Operand out = operand(c);
        return (row, rows, column, columns) -> right.from(0, column).multiply(rows, columns,
                size.k(), 1f, left.from(row, 0), add ? 1f : 0f, out.from(row, column));
    }

    private static Gemv rowsOf(Storage weight, Size size) {
        if (weight instanceof QuantizedStorage quantized) {
            requireColumns(quantized, size.k());
            return quantized;
        }
        return new FloatGemv(CpuStorage.segment(weight), size.n(), size.k());
    }

    private void fewRows(Size size, MemorySegment x, Gemv weights, LinearEpilogue end) {
        long each = (long) size.m() * size.k();
        int grain = (int) Math.max(1, READING_GRAIN / Math.max(1, each));
        Workers.Range product = weights.times(
                new Vectors(size.m(), x, end.inner(), size.n()));
        workers.forEachReading(size.n(), grain, (from, to) -> {
            product.run(from, to);
            end.run(0, size.m(), from, to - from);
        });
    }

    private void widened(Size size, MemorySegment x, QuantizedStorage weight, LinearEpilogue end) {
        int tile = Math.max(COLUMNS, WIDENED / Math.max(1, size.k()));
        Gemm.Operand in = new Gemm.Operand(x, 0, size.k(), false);
        Workers.Range columns = (from, to) -> {
            Storage scratch = memory.allocate((long) tile * size.k());
            MemorySegment rows = CpuStorage.segment(scratch);
            for (int start = from; start < to; start += tile) {
                int count = Math.min(tile, to - start);
                for (int row = 0; row < count; row++) {
                    weight.dequantize(start + row, rows, (long) row * size.k());
                }
                gemm.multiply(size.m(), count, size.k(), 1f, in,
                        new Gemm.Operand(rows, 0, size.k(), true), 0f,
                        new Gemm.Operand(end.inner(), start, size.n(), false));
            }
            scratch.release();
            end.run(0, size.m(), from, to - from);
        };
        if (gemm.dependsOnPieces()) {
            forEachPiece(size.n(), 1, columns);
        } else {
            workers.forEachLarge(size.n(), COLUMNS, columns);
        }
    }

    private static void requireColumns(QuantizedStorage weight, int inputs) {
        weight.requireAlive();
        if (weight.columns() != inputs) {
            throw new IllegalArgumentException("a weight kept in %s must have %d columns, got %d"
                    .formatted(weight.dtype(), inputs, weight.columns()));
        }
    }

    @FunctionalInterface
    private interface TileBody {
        void run(int row, int rows, int column, int columns);
    }

    /// Cuts `(m, n)` along its longer side.
    private void forEachTile(Size size, TileBody body) {
        boolean byRow = size.m() >= size.n();
        int longer = byRow ? size.m() : size.n();
        int tile = byRow ? ROWS : COLUMNS;
        long tileWork = Math.max(1L, (long) size.k() * (byRow ? size.n() : size.m()) * tile);
        int grain = (int) Math.max(1, GRAIN / tileWork);
        Workers.Range part = (from, to) -> {
            if (byRow) {
                body.run(from, to - from, 0, size.n());
            } else {
                body.run(0, size.m(), from, to - from);
            }
        };
        int tiles = (longer + tile - 1) / tile;
        Workers.Range range = (from, to) -> part.run(from * tile, Math.min(to * tile, longer));
        if (gemm.dependsOnPieces()) {
            forEachPiece(longer, Math.max(1, grain * tile / PIECE), part);
        } else if (gemm.mayBeCutSmall()) {
            workers.forEach(tiles, grain, range);
        } else {
            workers.forEachLarge(tiles, grain, range);
        }
    }

    /// Runs 0 to `n` in pieces that are the same for any number of threads.
    private void forEachPiece(int n, int grain, Workers.Range body) {
        workers.forEach((n + PIECE - 1) / PIECE, grain, (from, to) -> {
            for (int start = from * PIECE; start < Math.min(to * PIECE, n); start += PIECE) {
                body.run(start, Math.min(start + PIECE, n));
            }
        });
    }

    private static Gemm.Operand operand(Matrix x) {
        return new Gemm.Operand(CpuStorage.segment(x.storage()), x.offset(), x.stride(),
                x.transposed());
    }

    private static Gemm.Operand operand(Batched x, int index) {
        Matrix matrix = x.matrix();
        return new Gemm.Operand(CpuStorage.segment(matrix.storage()),
                matrix.offset() + index * x.batchStride(), matrix.stride(), matrix.transposed());
    }
}

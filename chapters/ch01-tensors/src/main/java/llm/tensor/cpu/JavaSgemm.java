package llm.tensor.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;

/// The product in plain Java, for platforms without OpenBLAS: one row of the result at a time,
/// as a sum of rows of `b`.
final class JavaSgemm implements Sgemm {

    @Override
    public String name() {
        return "Java";
    }

    @Override
    public void multiply(int m, int n, int k, float alpha, Operand a, Operand b, float beta,
                         Operand c) {
        Operand rows = b.transposed() ? transposedCopy(b, n, k) : b;
        for (int i = 0; i < m; i++) {
            long row = c.offset() + (long) i * c.stride();
            if (beta == 0f) {
                c.memory().asSlice(row * Float.BYTES, (long) n * Float.BYTES).fill((byte) 0);
            } else if (beta != 1f) {
                RowMath.scale(c.memory(), row, beta, 0f, c.memory(), row, n);
            }
            for (int p = 0; p < k; p++) {
                float factor = alpha * value(a, i, p);
                RowMath.addScaled(rows.memory(), rows.offset() + (long) p * rows.stride(), factor,
                        c.memory(), row, n);
            }
        }
    }

    private static float value(Operand x, int row, int column) {
        long at = x.transposed() ? (long) column * x.stride() + row
                : (long) row * x.stride() + column;
        return x.memory().getAtIndex(JAVA_FLOAT, x.offset() + at);
    }

    /// `b`, stored as `(n, k)`, as a `(k, n)` matrix on the heap.
    private static Operand transposedCopy(Operand b, int n, int k) {
        float[] copy = new float[n * k];
        for (int p = 0; p < k; p++) {
            for (int j = 0; j < n; j++) {
                copy[p * n + j] = value(b, p, j);
            }
        }
        return new Operand(MemorySegment.ofArray(copy), 0, n, false);
    }
}

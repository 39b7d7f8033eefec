package llm.cpu.gemm;

import static llm.cpu.simd.VectorMath.FLOATS;
import static llm.cpu.simd.VectorMath.LANES;
import static llm.cpu.simd.VectorMath.first;
import static llm.cpu.simd.VectorMath.loadAt;
import static llm.cpu.simd.VectorMath.numberAt;
import static llm.cpu.simd.VectorMath.storeAt;
import static llm.cpu.simd.VectorMath.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// The innermost loop of a product: six rows by two vectors of columns, whose sums stay in
/// registers while the loop runs down the inner dimension. Each step loads two vectors and six
/// numbers for twelve multiplications of vectors, so that loading never holds them up.
/// Source: Goto and van de Geijn (2008), "Anatomy of High-Performance Matrix Multiplication".
///
/// Six by two is what sixteen registers hold; it is also as much as the compiler inlines with room
/// to spare. Beyond that it puts vectors on the heap, which is ten times slower.
final class GemmTile {
    static final int ROWS = 6;
    static final int COLUMNS = 2 * LANES;
    private static final int VECTOR_BYTES = LANES * Float.BYTES;

    private final float[] sums = new float[ROWS * COLUMNS];
    private final float[] zeros = new float[LANES];

    /// `sums[i, j] = Σₚ a[i, p] · b[p, j]` for `p < k`.
    ///
    /// All sums begin as one loaded zero: the constant zero would be put on the heap.
    ///
    /// @param a       address of `a[0, 0]`
    /// @param rowStep bytes from one row of `a` to the next
    /// @param step    bytes from one column of `a` to the next
    /// @param b       address of `b[0, 0]`
    /// @param bStep   bytes from one row of `b` to the next
    void multiply(long a, long rowStep, long step, long b, long bStep, int k) {
        FloatVector s00 = FloatVector.fromArray(FLOATS, zeros, 0);
        FloatVector s01 = s00;
        FloatVector s10 = s00;
        FloatVector s11 = s00;
        FloatVector s20 = s00;
        FloatVector s21 = s00;
        FloatVector s30 = s00;
        FloatVector s31 = s00;
        FloatVector s40 = s00;
        FloatVector s41 = s00;
        FloatVector s50 = s00;
        FloatVector s51 = s00;
        long a1 = a + rowStep;
        long a2 = a1 + rowStep;
        long a3 = a2 + rowStep;
        long a4 = a3 + rowStep;
        long a5 = a4 + rowStep;
        long at = 0;
        for (long end = b + k * bStep; b < end; b += bStep) {
            FloatVector b0 = loadAt(b);
            FloatVector b1 = loadAt(b + VECTOR_BYTES);
            FloatVector x = numberAt(a + at);
            s00 = x.fma(b0, s00);
            s01 = x.fma(b1, s01);
            x = numberAt(a1 + at);
            s10 = x.fma(b0, s10);
            s11 = x.fma(b1, s11);
            x = numberAt(a2 + at);
            s20 = x.fma(b0, s20);
            s21 = x.fma(b1, s21);
            x = numberAt(a3 + at);
            s30 = x.fma(b0, s30);
            s31 = x.fma(b1, s31);
            x = numberAt(a4 + at);
            s40 = x.fma(b0, s40);
            s41 = x.fma(b1, s41);
            x = numberAt(a5 + at);
            s50 = x.fma(b0, s50);
            s51 = x.fma(b1, s51);
            at += step;
        }
        s00.intoArray(sums, 0);
        s01.intoArray(sums, LANES);
        s10.intoArray(sums, 2 * LANES);
        s11.intoArray(sums, 3 * LANES);
        s20.intoArray(sums, 4 * LANES);
        s21.intoArray(sums, 5 * LANES);
        s30.intoArray(sums, 6 * LANES);
        s31.intoArray(sums, 7 * LANES);
        s40.intoArray(sums, 8 * LANES);
        s41.intoArray(sums, 9 * LANES);
        s50.intoArray(sums, 10 * LANES);
        s51.intoArray(sums, 11 * LANES);
    }

    /// `c = alpha · sums + beta · c` for rows `from` to `to` and the first `columns`; what stands
    /// in `c` counts as 0 where `beta` is 0.
    ///
    /// @param c       address of `c[0, 0]`
    /// @param rowStep bytes from one row of `c` to the next
    void put(int from, int to, int columns, float alpha, float beta, long c, long rowStep) {
        for (int i = from; i < to; i++) {
            long row = c + i * rowStep;
            if (columns == COLUMNS) {
                put(i * COLUMNS, alpha, beta, row);
                put(i * COLUMNS + LANES, alpha, beta, row + VECTOR_BYTES);
            } else {
                put(i * COLUMNS, alpha, beta, row, first(columns));
                put(i * COLUMNS + LANES, alpha, beta, row + VECTOR_BYTES, first(columns - LANES));
            }
        }
    }

    private void put(int at, float alpha, float beta, long c) {
        FloatVector sum = FloatVector.fromArray(FLOATS, sums, at).mul(alpha);
        if (beta != 0f) {
            sum = loadAt(c).fma(vector(beta), sum);
        }
        storeAt(sum, c);
    }

    private void put(int at, float alpha, float beta, long c, VectorMask<Float> mask) {
        FloatVector sum = FloatVector.fromArray(FLOATS, sums, at).mul(alpha);
        if (beta != 0f) {
            sum = loadAt(c, mask).fma(vector(beta), sum);
        }
        storeAt(sum, c, mask);
    }
}

package llm.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static llm.cpu.RowMath.isLarger;
import static llm.cpu.simd.VectorMath.put;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import llm.cpu.memory.Workers;
import llm.cpu.simd.VectorMath;
import llm.tensor.backend.ElementwiseKernels.Target;
import llm.tensor.backend.Indices;
import llm.tensor.backend.RowKernels;
import llm.tensor.backend.Storage;

/// Kernels on rows. Rows go to threads in contiguous ranges; sums over rows are split by column
/// instead, so that their order does not depend on the number of threads.
final class CpuRows implements RowKernels {
    private static final int GRAIN = 1 << 14;
    private static final int BLOCK = 1 << 12;

    private final Workers workers;

    CpuRows(Workers workers) {
        this.workers = workers;
    }

    private void forEachRow(int rows, int columns, RowBody body) {
        workers.forEach(rows, Math.max(1, GRAIN / Math.max(1, columns)), (from, to) -> {
            for (int row = from; row < to; row++) {
                body.run(row, (long) row * columns);
            }
        });
    }

    @FunctionalInterface
    private interface RowBody {
        void run(int row, long at);
    }

    @Override
    public void softmax(Storage x, Storage y, int rows, int columns) {
        MemorySegment in = CpuStorage.segment(x);
        MemorySegment out = CpuStorage.segment(y);
        forEachRow(rows, columns, (_, at) -> {
            float max = RowMath.max(in, at, columns);
            float sum = RowMath.expSum(in, at, max, out, at, columns);
            RowMath.scale(out, at, 1 / sum, 0f, out, false, columns);
        });
    }

    @Override
    public void softmaxBackward(Storage y, Storage gy, Target gx, int rows, int columns) {
        MemorySegment out = CpuStorage.segment(y);
        MemorySegment gOut = CpuStorage.segment(gy);
        MemorySegment gIn = CpuStorage.segment(gx.storage());
        forEachRow(rows, columns, (_, at) -> {
            float dot = RowMath.dot(out, at, gOut, at, columns);
            SoftmaxGradient.row(out, gOut, at, columns, dot, 1f, gIn, gx.add());
        });
    }

    @Override
    public void logSoftmax(Storage x, Storage y, int rows, int columns) {
        MemorySegment in = CpuStorage.segment(x);
        MemorySegment out = CpuStorage.segment(y);
        forEachRow(rows, columns, (_, at) -> RowMath.scale(in, at, 1f,
                -RowMath.logSumExp(in, at, columns), out, false, columns));
    }

    @Override
    public void logSoftmaxBackward(Storage y, Storage gy, Target gx, int rows, int columns) {
        MemorySegment out = CpuStorage.segment(y);
        MemorySegment gOut = CpuStorage.segment(gy);
        MemorySegment gIn = CpuStorage.segment(gx.storage());
        forEachRow(rows, columns, (_, at) -> {
            float sum = RowMath.sum(gOut, at, columns);
            for (int i = 0; i < columns; i++) {
                float p = VectorMath.exp(out.getAtIndex(JAVA_FLOAT, at + i));
                put(gOut.getAtIndex(JAVA_FLOAT, at + i) - p * sum, gIn, at + i, gx.add());
            }
        });
    }

    @Override
    public void layerNorm(Norm norm, Storage x, Storage weight, Storage bias, Storage y,
                          Storage statistics) {
        MemorySegment in = CpuStorage.segment(x);
        MemorySegment w = CpuStorage.segment(weight);
        MemorySegment b = CpuStorage.segment(bias);
        MemorySegment out = CpuStorage.segment(y);
        MemorySegment saved = CpuStorage.segment(statistics);
        int n = norm.columns();
        forEachRow(norm.rows(), n, (row, at) -> {
            float mean = RowMath.sum(in, at, n) / n;
            float variance = RowMath.squaredDistance(in, at, n, mean) / n;
            float factor = (float) (1 / Math.sqrt(variance + norm.epsilon()));
            saved.setAtIndex(JAVA_FLOAT, 2L * row, mean);
            saved.setAtIndex(JAVA_FLOAT, 2L * row + 1, factor);
            Norms.layer(in, at, n, mean, factor, w, b, out);
        });
    }

    @Override
    public void layerNormBackward(Norm norm, Storage x, Storage weight, Storage statistics,
                                  Storage gy, Target gx) {
        MemorySegment in = CpuStorage.segment(x);
        MemorySegment w = CpuStorage.segment(weight);
        MemorySegment saved = CpuStorage.segment(statistics);
        MemorySegment gOut = CpuStorage.segment(gy);
        MemorySegment gIn = CpuStorage.segment(gx.storage());
        int n = norm.columns();
        forEachRow(norm.rows(), n, (row, at) -> {
            float mean = saved.getAtIndex(JAVA_FLOAT, 2L * row);
            float factor = saved.getAtIndex(JAVA_FLOAT, 2L * row + 1);
            Norms.Sums sums = Norms.sums(in, at, n, mean, factor, w, 0f, gOut);
            Norms.backward(in, at, n, mean, factor, w, 0f, gOut, sums.gradient() / n,
                    sums.gradientTimesX() / n, gIn, gx.add());
        });
    }

    @Override
    public void layerNormBackward(Norm norm, Storage x, Storage statistics, Storage gy,
                                  Target gWeight, Target gBias) {
        MemorySegment saved = CpuStorage.segment(statistics);
        addWeightGradients(norm, x, gy, gWeight,
                row -> saved.getAtIndex(JAVA_FLOAT, 2L * row),
                row -> saved.getAtIndex(JAVA_FLOAT, 2L * row + 1));
        sum(gy, 1, norm.rows(), norm.columns(), gBias.storage(), gBias.add());
    }

    @Override
    public void rmsNorm(Norm norm, Storage x, Storage weight, float shift, Storage y,
                        Storage statistics) {
        MemorySegment in = CpuStorage.segment(x);
        MemorySegment w = CpuStorage.segment(weight);
        MemorySegment out = CpuStorage.segment(y);
        MemorySegment saved = CpuStorage.segment(statistics);
        int n = norm.columns();
        forEachRow(norm.rows(), n, (row, at) -> {
            float meanSquare = RowMath.squaredDistance(in, at, n, 0f) / n;
            float factor = (float) (1 / Math.sqrt(meanSquare + norm.epsilon()));
            saved.setAtIndex(JAVA_FLOAT, row, factor);
            Norms.rms(in, at, n, factor, w, shift, out);
        });
    }

    @Override
    public void rmsNormBackward(Norm norm, Storage x, Storage weight, float shift,
                                Storage statistics, Storage gy, Target gx) {
        MemorySegment in = CpuStorage.segment(x);
        MemorySegment w = CpuStorage.segment(weight);
        MemorySegment saved = CpuStorage.segment(statistics);
        MemorySegment gOut = CpuStorage.segment(gy);
        MemorySegment gIn = CpuStorage.segment(gx.storage());
        int n = norm.columns();
        forEachRow(norm.rows(), n, (row, at) -> {
            float factor = saved.getAtIndex(JAVA_FLOAT, row);
            Norms.Sums sums = Norms.sums(in, at, n, 0f, factor, w, shift, gOut);
            Norms.backward(in, at, n, 0f, factor, w, shift, gOut, 0f,
                    sums.gradientTimesX() / n, gIn, gx.add());
        });
    }

    @Override
    public void rmsNormBackward(Norm norm, Storage x, Storage statistics, Storage gy,
                                Target gWeight) {
        MemorySegment saved = CpuStorage.segment(statistics);
        addWeightGradients(norm, x, gy, gWeight, _ -> 0,
                row -> saved.getAtIndex(JAVA_FLOAT, row));
    }

    private void addWeightGradients(Norm norm, Storage x, Storage gy, Target gWeight,
                                    IntToDoubleFunction mean, IntToDoubleFunction factor) {
        MemorySegment in = CpuStorage.segment(x);
        MemorySegment gOut = CpuStorage.segment(gy);
        MemorySegment out = CpuStorage.segment(gWeight.storage());
        int n = norm.columns();
        if (!gWeight.add()) {
            out.fill((byte) 0);
        }
        workers.forEach(n, Math.max(64, GRAIN / Math.max(1, norm.rows())), (from, to) -> {
            for (int row = 0; row < norm.rows(); row++) {
                Norms.addWeightGradient(in, (long) row * n, from, to,
                        (float) mean.applyAsDouble(row), (float) factor.applyAsDouble(row),
                        gOut, out);
            }
        });
    }

    @Override
    public void crossEntropy(Storage logits, Indices indices, int ignored, Storage losses,
                             Storage logSumExp) {
        int[] targets = indices.values();
        MemorySegment in = CpuStorage.segment(logits);
        MemorySegment out = CpuStorage.segment(losses);
        MemorySegment saved = CpuStorage.segment(logSumExp);
        int columns = Math.toIntExact(logits.size() / targets.length);
        forEachRow(targets.length, columns, (row, at) -> {
            float total = RowMath.logSumExp(in, at, columns);
            boolean counts = targets[row] != ignored;
            saved.setAtIndex(JAVA_FLOAT, row, total);
            out.setAtIndex(JAVA_FLOAT, row,
                    counts ? total - in.getAtIndex(JAVA_FLOAT, at + targets[row]) : 0f);
        });
    }

    @Override
    public void crossEntropyBackward(Storage logits, Indices indices, int ignored,
                                     Storage logSumExp, Storage gLoss, Target gx) {
        int[] targets = indices.values();
        MemorySegment scales = CpuStorage.segment(gLoss);
        MemorySegment in = CpuStorage.segment(logits);
        MemorySegment saved = CpuStorage.segment(logSumExp);
        MemorySegment out = CpuStorage.segment(gx.storage());
        int columns = Math.toIntExact(logits.size() / targets.length);
        forEachRow(targets.length, columns, (row, at) -> {
            boolean counts = targets[row] != ignored;
            float scale = scales.getAtIndex(JAVA_FLOAT, gLoss.size() == 1 ? 0 : row);
            RowMath.scaledExp(in, at, saved.getAtIndex(JAVA_FLOAT, row), counts ? scale : 0f,
                    out, gx.add(), columns);
            if (counts) {
                put(-scale, out, at + targets[row], true);
            }
        });
    }

    @Override
    public void sum(Storage x, int outer, int n, int inner, Storage y, boolean add) {
        MemorySegment in = CpuStorage.segment(x);
        MemorySegment out = CpuStorage.segment(y);
        if (inner == 1) {
            forEachRow(outer, n, (row, at) -> put((float) blockSum(in, at, n), out, row, add));
            return;
        }
        if (!add) {
            out.fill((byte) 0);
        }
        workers.forEach(inner, Math.max(64, GRAIN / Math.max(1, n)), (from, to) -> {
            for (int i = 0; i < outer; i++) {
                addRows(in, (long) i * n * inner + from, n, inner, out,
                        (long) i * inner + from, to - from);
            }
        });
    }

    private static void addRows(MemorySegment x, long at, int rows, long stride, MemorySegment y,
                                long yAt, int columns) {
        int row = 0;
        for (; row <= rows - 4; row += 4) {
            RowMath.addFourRows(x, at + row * stride, stride, y, yAt, columns);
        }
        for (; row < rows; row++) {
            RowMath.addScaled(x, at + row * stride, 1f, y, yAt, columns);
        }
    }

    /// Float sums of short blocks, added in double precision.
    private static double blockSum(MemorySegment x, long at, int n) {
        double sum = 0;
        for (int from = 0; from < n; from += BLOCK) {
            sum += RowMath.sum(x, at + from, Math.min(BLOCK, n - from));
        }
        return sum;
    }

    @Override
    public void max(Storage x, int outer, int n, int inner, Storage y, Indices position) {
        int[] positions = position.values();
        MemorySegment in = CpuStorage.segment(x);
        MemorySegment out = CpuStorage.segment(y);
        forEachRow(outer * inner, n, (row, _) -> {
            long first = (long) (row / inner) * n * inner + row % inner;
            int best = 0;
            for (int i = 1; i < n; i++) {
                best = in.getAtIndex(JAVA_FLOAT, first + (long) i * inner)
                        > in.getAtIndex(JAVA_FLOAT, first + (long) best * inner) ? i : best;
            }
            positions[row] = best;
            out.setAtIndex(JAVA_FLOAT, row, in.getAtIndex(JAVA_FLOAT, first + (long) best * inner));
        });
    }

    @Override
    public void maxBackward(Storage gy, Indices position, int outer, int n, int inner,
                            Target gx) {
        MemorySegment gOut = CpuStorage.segment(gy);
        MemorySegment gIn = CpuStorage.segment(gx.storage());
        int[] positions = position.values();
        if (!gx.add()) {
            gIn.fill((byte) 0);
        }
        for (int i = 0; i < outer * inner; i++) {
            long at = ((long) (i / inner) * n + positions[i]) * inner + i % inner;
            put(gOut.getAtIndex(JAVA_FLOAT, i), gIn, at, true);
        }
    }

    /// The best so far stand in order; a value that is larger than the last of them goes to its place.
    @Override
    public void topK(Storage x, int rows, int columns, int k, Storage y, Indices position) {
        MemorySegment in = CpuStorage.segment(x);
        MemorySegment out = CpuStorage.segment(y);
        int[] positions = position.values();
        forEachRow(rows, columns, (row, at) -> {
            long to = (long) row * k;
            int kept = 0;
            for (int i = 0; i < columns; i++) {
                float value = in.getAtIndex(JAVA_FLOAT, at + i);
                if (kept == k && !isLarger(value, out.getAtIndex(JAVA_FLOAT, to + k - 1))) {
                    continue;
                }
                int place = kept < k ? kept++ : k - 1;
                for (; place > 0 && isLarger(value, out.getAtIndex(JAVA_FLOAT, to + place - 1));
                        place--) {
                    out.setAtIndex(JAVA_FLOAT, to + place,
                            out.getAtIndex(JAVA_FLOAT, to + place - 1));
                    positions[(int) to + place] = positions[(int) to + place - 1];
                }
                out.setAtIndex(JAVA_FLOAT, to + place, value);
                positions[(int) to + place] = i;
            }
        });
    }

    @Override
    public double sumOfSquares(List<Storage> all) {
        return all.stream().mapToDouble(this::sumOfSquares).sum();
    }

    private double sumOfSquares(Storage x) {
        MemorySegment in = CpuStorage.segment(x);
        int blocks = Math.toIntExact((x.size() + BLOCK - 1) / BLOCK);
        double[] partial = new double[blocks];
        workers.forEach(blocks, 8, (from, to) -> {
            for (int block = from; block < to; block++) {
                long at = (long) block * BLOCK;
                partial[block] = RowMath.squaredDistance(in, at,
                        (int) Math.min(BLOCK, x.size() - at), 0f);
            }
        });
        double sum = 0;
        for (double block : partial) {
            sum += block;
        }
        return sum;
    }
}

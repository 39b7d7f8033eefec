package llm.cuda;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import llm.cuda.gpu.Grid;
import llm.tensor.backend.ElementwiseKernels.Target;
import llm.tensor.backend.Indices;
import llm.tensor.backend.RowKernels;
import llm.tensor.backend.Storage;

/// Kernels on rows. Long sums are taken in pieces that are summed in order, so that the same values
/// give the same bits each time.
final class CudaRows implements RowKernels {
    private static final int ROWS_OF_A_PIECE = 64;           // summed by a thread
    private static final int COLUMNS_OF_A_PIECE = 1 << 16;   // summed by a block
    private static final int SQUARES = 1 << 16;              // summed by a block
    private static final int BLOCK = 256;

    private final CudaBackend device;
    private final Kernels kernels;
    private final Kernels reductions;
    private final Kernels norms;

    CudaRows(CudaBackend device) {
        this.device = device;
        kernels = new Kernels(device, "rows.cu");
        reductions = new Kernels(device, "reductions.cu");
        norms = new Kernels(device, "norms.cu");
    }

    @Override
    public void softmax(Storage x, Storage y, int rows, int columns) {
        kernels.overRows("softmax", rows, columns, device.floats(x), device.floats(y), columns);
    }

    @Override
    public void softmaxBackward(Storage y, Storage gy, Target gx, int rows, int columns) {
        kernels.overRows("softmax_backward", rows, columns, device.floats(y), device.floats(gy),
                device.floats(gx.storage()), gx.add(), columns);
    }

    @Override
    public void logSoftmax(Storage x, Storage y, int rows, int columns) {
        kernels.overRows("log_softmax", rows, columns, device.floats(x), device.floats(y),
                columns);
    }

    @Override
    public void logSoftmaxBackward(Storage y, Storage gy, Target gx, int rows, int columns) {
        kernels.overRows("log_softmax_backward", rows, columns, device.floats(y),
                device.floats(gy), device.floats(gx.storage()), gx.add(), columns);
    }

    @Override
    public void layerNorm(Norm norm, Storage x, Storage weight, Storage bias, Storage y,
                          Storage statistics) {
        norms.overRows("layer_norm", norm.rows(), norm.columns(), device.floats(x),
                device.floats(weight), device.floats(bias), device.floats(y),
                device.floats(statistics), norm.epsilon(), norm.columns());
    }

    @Override
    public void layerNormBackward(Norm norm, Storage x, Storage weight, Storage statistics,
                                  Storage gy, Target gx) {
        normBackward(norm, x, weight, 0, statistics, true, gy, gx);
    }

    @Override
    public void layerNormBackward(Norm norm, Storage x, Storage statistics, Storage gy,
                                  Target gWeight, Target gBias) {
        weightBackward(norm, x, statistics, true, gy, gWeight);
        sum(gy, 1, norm.rows(), norm.columns(), gBias.storage(), gBias.add());
    }

    @Override
    public void rmsNorm(Norm norm, Storage x, Storage weight, float shift, Storage y,
                        Storage statistics) {
        norms.overRows("rms_norm", norm.rows(), norm.columns(), device.floats(x),
                device.floats(weight), shift, device.floats(y), device.floats(statistics),
                norm.epsilon(), norm.columns());
    }

    @Override
    public void rmsNormBackward(Norm norm, Storage x, Storage weight, float shift,
                                Storage statistics, Storage gy, Target gx) {
        normBackward(norm, x, weight, shift, statistics, false, gy, gx);
    }

    @Override
    public void rmsNormBackward(Norm norm, Storage x, Storage statistics, Storage gy,
                                Target gWeight) {
        weightBackward(norm, x, statistics, false, gy, gWeight);
    }

    private void normBackward(Norm norm, Storage x, Storage weight, float shift,
                              Storage statistics, boolean centered, Storage gy, Target gx) {
        norms.overRows("norm_backward", norm.rows(), norm.columns(), device.floats(x),
                device.floats(weight), shift, device.floats(statistics), centered,
                device.floats(gy), device.floats(gx.storage()), gx.add(), norm.columns());
    }

    private void weightBackward(Norm norm, Storage x, Storage statistics, boolean centered,
                                Storage gy, Target gWeight) {
        int pieces = Math.max(1, Math.ceilDiv(norm.rows(), ROWS_OF_A_PIECE));
        Storage partial = device.memory().allocate((long) pieces * norm.columns());
        norms.overValues("norm_weight_backward", partial.size(), device.floats(x),
                device.floats(statistics), centered, device.floats(gy), norm.rows(),
                norm.columns(), ROWS_OF_A_PIECE, partial, partial.size());
        sum(partial, 1, pieces, norm.columns(), gWeight.storage(), gWeight.add());
        partial.release();
    }

    @Override
    public void crossEntropy(Storage logits, Indices targets, int ignored, Storage losses,
                             Storage logSumExp) {
        int rows = targets.count();
        int columns = Math.toIntExact(logits.size() / rows);
        kernels.overRows("cross_entropy", rows, columns, device.floats(logits),
                device.indices(targets), ignored, device.floats(losses),
                device.floats(logSumExp), columns);
    }

    @Override
    public void crossEntropyBackward(Storage logits, Indices targets, int ignored,
                                     Storage logSumExp, Storage gLoss, Target gx) {
        int rows = targets.count();
        int columns = Math.toIntExact(logits.size() / rows);
        kernels.overRows("cross_entropy_backward", rows, columns, device.floats(logits),
                device.indices(targets), ignored, device.floats(logSumExp),
                device.floats(gLoss), gLoss.size() > 1, device.floats(gx.storage()), gx.add(),
                columns);
    }

    @Override
    public void sum(Storage x, int outer, int n, int inner, Storage y, boolean add) {
        int piece = inner == 1 ? COLUMNS_OF_A_PIECE : ROWS_OF_A_PIECE;
        if (n <= piece) {
            sumOfPieces(x, outer, n, inner, Math.max(1, n), y, add);
            return;
        }
        int pieces = Math.ceilDiv(n, piece);
        Storage partial = device.memory().allocate((long) outer * pieces * inner);
        sumOfPieces(x, outer, n, inner, piece, partial, false);
        sum(partial, outer, pieces, inner, y, add);
        partial.release();
    }

    /// `(outer, n, inner)` → `(outer, n / length, inner)`
    private void sumOfPieces(Storage x, int outer, int n, int inner, int length, Storage y,
                             boolean add) {
        int pieces = Math.max(1, Math.ceilDiv(n, length));
        if (inner == 1) {
            reductions.overRows("sum_row", outer * pieces, length, device.floats(x), n, length,
                    pieces, device.floats(y), add);
        } else {
            long count = (long) outer * pieces * inner;
            reductions.overValues("sum_columns", count, device.floats(x), n, inner, length,
                    pieces, device.floats(y), count, add);
        }
    }

    @Override
    public void max(Storage x, int outer, int n, int inner, Storage y, Indices position) {
        if (inner == 1) {
            kernels.overRows("max_row", outer, n, device.floats(x), n, device.floats(y),
                    device.indices(position));
            return;
        }
        reductions.overValues("max_columns", y.size(), device.floats(x), n, inner,
                device.floats(y), device.indices(position), y.size());
    }

    @Override
    public void maxBackward(Storage gy, Indices position, int outer, int n, int inner,
                            Target gx) {
        long count = (long) outer * n * inner;
        reductions.overValues("max_backward", count, device.floats(gy), device.indices(position),
                n, inner, device.floats(gx.storage()), gx.add(), count);
    }

    @Override
    public void topK(Storage x, int rows, int columns, int k, Storage y, Indices position) {
        kernels.overRows("top_k", rows, columns, device.floats(x), columns, k, device.floats(y),
                device.indices(position));
    }

    @Override
    public double sumOfSquares(List<Storage> all) {
        int[] blocks = all.stream().mapToInt(x -> Math.toIntExact(Math.ceilDiv(x.size(), SQUARES)))
                .toArray();
        int total = Arrays.stream(blocks).sum();
        if (total == 0) {
            return 0;
        }
        Storage partial = device.memory().allocate(2L * total);          // doubles
        long at = device.address(partial);
        for (int i = 0; i < blocks.length; i++) {
            if (blocks[i] > 0) {
                reductions.run("sum_of_squares", new Grid(blocks[i], 1, BLOCK),
                        device.floats(all.get(i)), all.get(i).size(), SQUARES, at);
            }
            at += (long) blocks[i] * Double.BYTES;
        }
        double[] sums = new double[total];
        device.gpu().copyOut(device.address(partial), MemorySegment.ofArray(sums));
        partial.release();
        double sum = 0;
        for (double each : sums) {
            sum += each;
        }
        return sum;
    }
}

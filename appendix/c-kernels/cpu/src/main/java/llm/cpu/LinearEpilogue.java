package llm.cpu;

import java.lang.foreign.MemorySegment;
import llm.tensor.backend.MatmulKernels.Activation;
import llm.tensor.backend.Storage;
import org.jspecify.annotations.Nullable;

/// What follows a linear layer's product while the result is still in cache: bias and activation.
///
/// @param outputs values of a row
/// @param bias    `(outputs)`, or null
/// @param inner   the product, `(rows, outputs)`; the bias is added to it
/// @param y       receives the activation of `inner`
record LinearEpilogue(int outputs, @Nullable MemorySegment bias, MemorySegment inner, MemorySegment y,
                 Activation activation) {

    static LinearEpilogue of(int outputs, Storage bias, Storage inner, Storage y,
                        Activation activation) {
        return new LinearEpilogue(outputs, bias.size() == 0 ? null : CpuStorage.segment(bias),
                CpuStorage.segment(inner), CpuStorage.segment(y), activation);
    }

    /// Finishes a tile of the result.
    void run(int row, int rows, int column, int columns) {
        for (int i = row; i < row + rows; i++) {
            long at = (long) i * outputs + column;
            if (bias != null) {
                RowMath.addScaled(bias, column, 1f, inner, at, columns);
            }
            if (activation == Activation.GELU_TANH) {
                Activations.geluTanh(inner, y, at, columns);
            }
        }
    }
}

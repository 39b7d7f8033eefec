package llm.tensor;

import llm.tensor.backend.DType;
import org.nd4j.linalg.api.ndarray.INDArray;

/// What can be read from a tensor: its shape and its values.
public sealed interface TensorValues permits Tensor {

    private Tensor self() {
        return (Tensor) this;
    }

    Shape shape();

    /// Extent of an axis; −1 is the last one.
    default int size(int axis) {
        return shape().size(axis);
    }

    default int rank() {
        return shape().rank();
    }

    /// Number of values.
    default long elements() {
        return shape().elements();
    }

    /// How the values are kept.
    DType dtype();

    /// The values, copied to the host in row-major order.
    default float[] toArray() {
        float[] values = new float[Math.toIntExact(elements())];
        self().backend().memory().read(self().storage(), 0, values);
        return values;
    }

    /// An ND4J array on the same memory: what one side writes, the other sees.
    ///
    /// @throws IllegalStateException if the tensor is not in native memory, as those on `cpu` are
    default INDArray nd() {
        return NdArrays.view(self());
    }

    /// The value of a tensor that holds one number.
    ///
    /// @throws IllegalStateException if it holds more
    default float item() {
        if (elements() != 1) {
            throw new IllegalStateException("item() must be called on a tensor of one value, "
                    + "got shape " + shape());
        }
        return toArray()[0];
    }

    /// One value.
    default float at(int... index) {
        float[] value = new float[1];
        self().backend().memory().read(self().storage(), shape().offset(index), value);
        return value[0];
    }
}

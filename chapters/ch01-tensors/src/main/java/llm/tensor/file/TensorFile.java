package llm.tensor.file;

import java.util.Arrays;
import java.util.Set;
import llm.tensor.Shape;
import llm.tensor.Tensor;

/// Tensors in one file or several, each read when asked for.
public interface TensorFile extends AutoCloseable {

    /// Names of the tensors, in the order of the file.
    Set<String> names();

    Shape shape(String name);

    /// Reads a tensor into one that exists, of the same number of elements, in whatever number
    /// format it is stored.
    ///
    /// @throws IllegalArgumentException if there is no such tensor
    void readInto(String name, Tensor target);

    /// Reads a tensor.
    ///
    /// @throws IllegalArgumentException if there is no such tensor
    default Tensor tensor(String name) {
        Tensor result = Tensor.empty(shape(name));
        readInto(name, result);
        return result;
    }

    /// Whether two tensors have the same shape and values.
    ///
    /// @throws IllegalArgumentException if there is no such tensor
    default boolean same(String name, String other) {
        return shape(name).equals(shape(other))
                && Arrays.equals(tensor(name).toArray(), tensor(other).toArray());
    }

    @Override
    void close();
}

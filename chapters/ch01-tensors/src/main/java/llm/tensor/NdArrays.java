package llm.tensor;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import llm.tensor.backend.Storage;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/// The bridge to ND4J, which is loaded when this class is first used and not before.
final class NdArrays {

    private NdArrays() {
    }

    /// An array that shows a tensor's memory; writes are seen on both sides.
    static INDArray view(Tensor tensor) {
        MemorySegment memory = tensor.storage().hostMemory().orElseThrow(() ->
                new IllegalStateException("nd() must be called on a tensor in native memory, such as "
                        + "a float32 one on the device cpu, got one on " + tensor.backend().name()
                        + " in " + tensor.dtype()));
        if (tensor.elements() == 0) {
            throw new IllegalStateException("nd() must be called on a tensor with values, got shape "
                    + tensor.shape());
        }
        FloatPointer pointer = new FloatPointer(new AddressPointer(memory.address(), tensor))
                .capacity(tensor.elements());
        DataBuffer buffer = Nd4j.createBuffer(pointer, tensor.elements(), DataType.FLOAT);
        int[] shape = tensor.rank() == 0 ? new int[] {} : tensor.shape().toArray();
        return Nd4j.create(buffer, shape);
    }

    /// A tensor on an array's memory where that is row-major float32 and the current device can work
    /// there, else on a copy.
    static Tensor adopt(INDArray array) {
        boolean shared = array.dataType() == DataType.FLOAT && array.ordering() == 'c'
                && rowMajor(array);
        INDArray rows = shared ? array : array.castTo(DataType.FLOAT).dup('c');
        int[] shape = Arrays.stream(rows.shape()).mapToInt(Math::toIntExact).toArray();
        long address = rows.data().address() + rows.offset() * Float.BYTES;
        MemorySegment memory = MemorySegment.ofAddress(address)
                .reinterpret(rows.length() * Float.BYTES);
        Storage storage = Backends.current().memory().adopt(memory, rows)
                .orElseGet(() -> copy(memory));
        return new Tensor(Shape.of(shape), storage, false);
    }

    private static Storage copy(MemorySegment memory) {
        Storage copy = Backends.current().memory().allocate(memory.byteSize() / Float.BYTES);
        copy.backend().memory().write(memory, copy);
        return copy;
    }

    private static boolean rowMajor(INDArray array) {
        long stride = 1;
        for (int axis = array.rank() - 1; axis >= 0; axis--) {
            if (array.size(axis) != 1 && array.stride(axis) != stride) {
                return false;
            }
            stride *= array.size(axis);
        }
        return true;
    }

    /// A raw address as JavaCPP wants it; it keeps the tensor alive as long as the array lives.
    /// ND4J copies pointers, and a copy remembers its original only where that has a deallocator.
    private static final class AddressPointer extends Pointer {
        private final Tensor owner;

        AddressPointer(long address, Tensor owner) {
            super((Pointer) null);
            this.address = address;
            this.owner = owner;
            deallocator(() -> { });
        }

        @Override
        public String toString() {
            return "memory of " + owner.shape();
        }
    }
}

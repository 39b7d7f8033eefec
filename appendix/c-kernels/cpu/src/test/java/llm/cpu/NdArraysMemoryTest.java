package llm.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import llm.tensor.Scope;
import llm.tensor.Shape;
import llm.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/// Who owns the memory that an ND4J array and a tensor share.
@DisplayName("The memory between ND4J and tensors")
class NdArraysMemoryTest {
    private static final int MANY = 1 << 20;

    /// Collects garbage until `gone` is, and lets tensors take what was freed.
    private static void collect(WeakReference<?> gone) throws InterruptedException {
        for (int i = 0; i < 50 && gone.get() != null; i++) {
            System.gc();
            Thread.sleep(10);
        }
        Thread.sleep(50);                                    // for the cleaners
        for (int i = 0; i < 8; i++) {
            Tensor.full(-1, MANY);
        }
    }

    private static INDArray arrayOfForgottenTensor() {
        return Tensor.full(7, MANY).nd();
    }

    private static Tensor tensorOfForgottenArray() {
        return Tensor.of(Nd4j.valueArrayOf(new long[] {MANY}, 7f, DataType.FLOAT));
    }

    @Test
    @DisplayName("stays while only the array, or a view of it, is left")
    void arrayKeepsTensor() throws InterruptedException {
        INDArray array = arrayOfForgottenTensor();
        INDArray view = arrayOfForgottenTensor().get(NDArrayIndex.interval(10, 20));
        collect(new WeakReference<>(new Object()));
        assertThat(array.getFloat(MANY - 1)).isEqualTo(7);
        assertThat(view.sumNumber().floatValue()).isEqualTo(70);
    }

    @Test
    @DisplayName("stays while only the tensor is left")
    void tensorKeepsArray() throws InterruptedException {
        Tensor tensor = tensorOfForgottenArray();
        collect(new WeakReference<>(new Object()));
        assertThat(tensor.at(MANY - 1)).isEqualTo(7);
        assertThat(tensor.sum().item()).isEqualTo(7f * MANY);
    }

    @Test
    @DisplayName("returns when neither side is left")
    void neitherLeft() throws InterruptedException {
        WeakReference<Tensor> adopted = new WeakReference<>(tensorOfForgottenArray());
        WeakReference<Tensor> shown = shownAndForgotten();
        collect(adopted);
        collect(shown);
        assertThat(adopted.get()).isNull();
        assertThat(shown.get()).isNull();
    }

    private static WeakReference<Tensor> shownAndForgotten() {
        Tensor tensor = Tensor.ones(MANY);
        assertThat(tensor.nd().getFloat(0)).isEqualTo(1);
        return new WeakReference<>(tensor);
    }

    @Test
    @DisplayName("is shared for row-major floats of every rank, offsets included")
    void adopted() {
        INDArray array = Nd4j.arange(24).castTo(DataType.FLOAT).reshape('c', 2, 3, 4);
        INDArray part = array.get(NDArrayIndex.point(1));
        Tensor shared = Tensor.of(part);
        array.putScalar(1, 2, 3, 99);
        assertThat(shared.shape()).isEqualTo(Shape.of(3, 4));
        assertThat(shared.at(2, 3)).isEqualTo(99);
        Tensor number = Tensor.of(Nd4j.scalar(2.5f));
        assertThat(number.shape()).isEqualTo(Shape.of());
        assertThat(number.item()).isEqualTo(2.5f);
    }

    @Test
    @DisplayName("is not shared for other orders, types and views, whose values are copied")
    void copied() {
        INDArray columnMajor = Nd4j.arange(6).castTo(DataType.FLOAT).reshape('c', 2, 3).dup('f');
        Tensor copy = Tensor.of(columnMajor);
        columnMajor.putScalar(0, 0, -1);
        assertThat(copy.toArray()).containsExactly(0, 1, 2, 3, 4, 5);
        INDArray wide = Nd4j.arange(12).castTo(DataType.FLOAT).reshape('c', 3, 4);
        Tensor columns = Tensor.of(wide.get(NDArrayIndex.all(), NDArrayIndex.interval(1, 3)));
        wide.putScalar(0, 1, -1);
        assertThat(columns.toArray()).containsExactly(1, 2, 5, 6, 9, 10);
        assertThat(Tensor.of(Nd4j.createFromArray(1L, 2L)).toArray()).containsExactly(1, 2);
    }

    @Test
    @DisplayName("is shown for numbers and rows of one, and changed in place by ND4J")
    void shown() {
        Tensor number = Tensor.scalar(3);
        INDArray array = number.nd();
        assertThat(array.rank()).isZero();
        array.addi(1);
        assertThat(number.item()).isEqualTo(4);
        assertThat(Tensor.ones(1, 1, 3).nd().shape()).containsExactly(1, 1, 3);
        assertThat(Tensor.of(Tensor.ones(2, 2).nd()).toArray()).containsOnly(1);
    }

    @Test
    @DisplayName("cannot be shown for a tensor without values, or one that was returned")
    void errors() {
        assertThatThrownBy(() -> Tensor.zeros(0, 3).nd()).isInstanceOf(IllegalStateException.class)
                .hasMessage("nd() must be called on a tensor with values, got shape [0, 3]");
        Scope scope = Scope.open();
        Tensor returned = Tensor.ones(3);
        scope.close();
        assertThatThrownBy(returned::nd).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("call keep() on it");
    }
}

package llm.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import llm.tensor.Oracle;
import llm.tensor.RandomState;
import llm.tensor.Tensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

@DisplayName("ND4J arrays and tensors")
class NdArraysTest {

    @Test
    @DisplayName("share memory when an array is made from a tensor")
    void view() {
        Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
        INDArray array = x.nd();
        assertThat(array.shape()).containsExactly(2, 3);
        assertThat(array.getFloat(1, 2)).isEqualTo(6);
        array.putScalar(0, 1, 20);
        assertThat(x.at(0, 1)).isEqualTo(20);
        x.set(new float[] {7, 8, 9, 10, 11, 12});
        assertThat(array.getFloat(0, 0)).isEqualTo(7);
        assertThat(array.sumNumber().floatValue()).isEqualTo(57);
    }

    @Test
    @DisplayName("share memory when a tensor is made from a row-major float array")
    void adopt() {
        INDArray array = Nd4j.arange(6).castTo(DataType.FLOAT).reshape('c', 2, 3);
        Tensor x = Tensor.of(array);
        array.putScalar(1, 1, -5);
        assertThat(x.toArray()).containsExactly(0, 1, 2, 3, -5, 5);
        assertThat(Tensor.of(array.transpose()).toArray()).containsExactly(0, 3, 1, -5, 2, 5);
        assertThat(Tensor.of(Nd4j.create(new double[] {1, 2})).toArray()).containsExactly(1, 2);
    }

    @Test
    @DisplayName("agree on softmax, products and sums")
    void oracle() {
        RandomState random = new RandomState(1);
        Tensor a = random.normal(1, 5, 17);
        Tensor b = random.normal(1, 17, 9);
        Oracle.assertClose(a.softmax(), Transforms.softmax(Oracle.array(a), true));
        Oracle.assertClose(a.matmul(b), Oracle.array(a).mmul(Oracle.array(b)));
        Oracle.assertClose(a.sum(0), Oracle.array(a).sum(0));
        Oracle.assertClose(a.tanh(), Transforms.tanh(Oracle.array(a), true));
    }
}

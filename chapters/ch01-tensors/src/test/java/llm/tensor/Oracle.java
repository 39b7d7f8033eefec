package llm.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/// ND4J, which computes the same in its own way, on whatever device a tensor is.
public final class Oracle {

    private Oracle() {
    }

    /// A copy of a tensor.
    public static INDArray array(Tensor x) {
        long[] shape = new long[x.rank()];
        for (int axis = 0; axis < shape.length; axis++) {
            shape[axis] = x.size(axis);
        }
        return Nd4j.create(x.toArray(), shape, 'c');
    }

    /// Compares values, `|got − want| ≤ 10⁻⁵`.
    public static void assertClose(Tensor got, INDArray want) {
        assertThat(got.toArray()).usingComparatorWithPrecision(1e-5f)
                .containsExactly(want.dup('c').data().asFloat());
    }
}

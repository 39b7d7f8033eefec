package llm.tensor.layer;

import llm.tensor.RandomState;
import llm.tensor.Shape;
import llm.tensor.Tensor;
import llm.tensor.backend.DType;

/// Where the first values of a layer's parameters come from.
public interface Initializer {

    /// A weight matrix.
    ///
    /// @param fanIn how many inputs one output adds up
    /// @param shape `(out, in)`
    Tensor weight(int fanIn, int... shape);

    /// A bias.
    ///
    /// @param fanIn as for the weight
    /// @param shape `(out)`
    Tensor bias(int fanIn, int... shape);

    /// An embedding table, whose rows are looked up and not added up.
    ///
    /// @param shape `(ids, embDim)`
    default Tensor table(int... shape) {
        return weight(1, shape);
    }

    /// As PyTorch begins its layers: linear ones equally likely between `±1/√fanIn`, biases
    /// included; tables from a normal distribution of deviation 1.
    static Initializer pytorch(RandomState random) {
        return new Initializer() {
            @Override
            public Tensor weight(int fanIn, int... shape) {
                double bound = 1 / Math.sqrt(fanIn);
                return random.uniform(-bound, bound, shape);
            }

            @Override
            public Tensor bias(int fanIn, int... shape) {
                return weight(fanIn, shape);
            }

            @Override
            public Tensor table(int... shape) {
                return random.normal(1, shape);
            }
        };
    }

    /// Weights from a normal distribution around 0, biases 0.
    static Initializer normal(double deviation, RandomState random) {
        return new Initializer() {
            @Override
            public Tensor weight(int fanIn, int... shape) {
                return random.normal(deviation, shape);
            }

            @Override
            public Tensor bias(int fanIn, int... shape) {
                return Tensor.zeros(shape);
            }
        };
    }

    /// Undefined values, for a model whose weights are about to be loaded.
    static Initializer none() {
        return none(DType.F32);
    }

    /// The same.
    ///
    /// @param dtype how matrices are kept
    static Initializer none(DType dtype) {
        return new Initializer() {
            @Override
            public Tensor weight(int fanIn, int... shape) {
                return Tensor.empty(Shape.of(shape), dtype);
            }

            @Override
            public Tensor bias(int fanIn, int... shape) {
                return Tensor.empty(Shape.of(shape));
            }
        };
    }
}

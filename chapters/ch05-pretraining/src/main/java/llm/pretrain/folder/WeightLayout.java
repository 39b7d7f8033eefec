package llm.pretrain.folder;

import llm.tensor.Shape;
import llm.tensor.Tensor;

/// How a file lays out the values of our parameter; there and back.
public interface WeightLayout {

    /// What the file holds for what we hold.
    Tensor toFile(Tensor ours);

    /// What we hold for what the file holds.
    Tensor fromFile(Tensor stored);

    /// The file's shape for ours.
    default Shape shapeInFile(Shape ours) {
        return ours;
    }

    /// As we have it.
    WeightLayout SAME = new WeightLayout() {
        @Override
        public Tensor toFile(Tensor ours) {
            return ours;
        }

        @Override
        public Tensor fromFile(Tensor stored) {
            return stored;
        }
    };

    /// Rows for columns: the linear layers of GPT-2.
    WeightLayout TRANSPOSED = new WeightLayout() {
        @Override
        public Tensor toFile(Tensor ours) {
            return ours.transpose(0, 1);
        }

        @Override
        public Tensor fromFile(Tensor stored) {
            return stored.transpose(0, 1);
        }

        @Override
        public Shape shapeInFile(Shape ours) {
            return Shape.of(ours.size(1), ours.size(0));
        }
    };

    /// Queries and keys whose rotary pairs are `(2i, 2i + 1)` in the file and `(i, i + headDim/2)`
    /// with us: rows of each head in another order, or
    /// values of its bias.
    static WeightLayout interleaved(int headDim) {
        return new WeightLayout() {
            @Override
            public Tensor toFile(Tensor ours) {
                return regroup(ours, 2, headDim / 2);
            }

            @Override
            public Tensor fromFile(Tensor stored) {
                return regroup(stored, headDim / 2, 2);
            }

            private Tensor regroup(Tensor x, int outer, int inner) {
                int heads = x.size(0) / headDim;
                return x.reshape(heads, outer, inner, -1).transpose(1, 2)
                        .reshape(x.shape().toArray());
            }
        };
    }

    /// Several matrices of one shape as a tensor with one more axis.
    static WeightLayout stacked(int matrices) {
        return new WeightLayout() {
            @Override
            public Tensor toFile(Tensor ours) {
                return ours.reshape(matrices, ours.size(0) / matrices, ours.size(1));
            }

            @Override
            public Tensor fromFile(Tensor stored) {
                return stored.reshape(-1, stored.size(2));
            }

            @Override
            public Shape shapeInFile(Shape ours) {
                return Shape.of(matrices, ours.size(0) / matrices, ours.size(1));
            }
        };
    }

    /// Every value larger by `amount` in the file than with us.
    static WeightLayout shifted(double amount) {
        return new WeightLayout() {
            @Override
            public Tensor toFile(Tensor ours) {
                return ours.add(amount);
            }

            @Override
            public Tensor fromFile(Tensor stored) {
                return stored.add(-amount);
            }
        };
    }
}

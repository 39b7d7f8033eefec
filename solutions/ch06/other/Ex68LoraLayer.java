import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/// With ND4J's matrix products.
public final class Ex68LoraLayer {
    private final INDArray weight;                           // (out, in)
    private final double scale;
    private INDArray a;                                      // (rank, in)
    private INDArray b;                                      // (out, rank)

    public Ex68LoraLayer(float[][] weight, int rank, double alpha, RandomGenerator random) {
        if (rank <= 0) {
            throw new IllegalArgumentException("rank must be positive, got " + rank);
        }
        int in = weight[0].length;
        this.weight = Nd4j.create(weight);
        scale = alpha / rank;
        double[] uniform = random.doubles((long) rank * in, -1, 1).toArray();
        a = Nd4j.create(uniform, new long[] {rank, in}, 'c').castTo(this.weight.dataType())
                .divi(Math.sqrt(in));
        b = Nd4j.zeros(this.weight.dataType(), weight.length, rank);
    }

    public float[][] a() {
        return a.toFloatMatrix();
    }

    public float[][] b() {
        return b.toFloatMatrix();
    }

    public void load(float[][] newA, float[][] newB) {
        a = Nd4j.create(newA);
        b = Nd4j.create(newB);
    }

    public float[][] forward(float[][] x) {
        INDArray in = Nd4j.create(x).transpose();            // (in, tokens)
        return weight.mmul(in).addi(b.mmul(a.mmul(in)).muli(scale))
                .transpose().toFloatMatrix();
    }

    public float[][] merged() {
        return weight.add(b.mmul(a).muli(scale)).toFloatMatrix();
    }
}

package llm.pretrain;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import llm.model.DecoderModel;
import llm.model.decode.Generation;
import llm.pretrain.folder.PretrainedModel;
import llm.tensor.IntTensor;
import llm.tensor.RandomState;
import llm.tensor.Shape;
import llm.tensor.Tensor;
import llm.tensor.backend.DType;
import llm.text.dataset.Batch;
import llm.train.SmallTraining;
import llm.train.Trainer;
import llm.train.TrainingListener;

/// Computes in many threads at once, frees nothing, and forces the collector and the pool to take
/// back whatever they believe to be unused. Each piece of work is done alone first, and its result
/// is what the threads must get.
///
/// Arguments: a model folder, seconds. Prints a line for each kind of work, how often it was done,
/// and for each wrong result one that begins with `wrong`.
final class ConcurrentUse {
    private static final int SIDE = 1 << 10;
    private static final int[] PROMPT = {1, 2, 3};

    private final Path folder;
    private final DecoderModel shared;

    private ConcurrentUse(Path folder) throws Exception {
        this.folder = folder;
        this.shared = PretrainedModel.load(folder).model();
    }

    /// Something to do again and again.
    private record Work(String name, Callable<float[]> job) {

        /// Does it until the time is over.
        ///
        /// @return how often
        long repeat(float[] expected, long end) throws Exception {
            long times = 0;
            for (; System.nanoTime() < end; times++) {
                float[] got = job.call();
                int at = Arrays.mismatch(got, expected);
                if (at >= 0) {
                    System.out.printf("wrong %s: value %d must be %s, got %s%n", name, at,
                            expected[at], got[at]);
                }
            }
            return times;
        }
    }

    public static void main(String[] args) throws Exception {
        ConcurrentUse use = new ConcurrentUse(Path.of(args[0]));
        use.repeat(List.of(new Work("rounding 1", () -> rounded(1)),
                new Work("rounding 2", () -> rounded(2)),
                new Work("rounding 3", () -> rounded(3)),
                new Work("products", use::products), new Work("training", use::training),
                new Work("loading", use::loading), new Work("generating", use::generating)),
                Long.parseLong(args[1]));
    }

    private void repeat(List<Work> all, long seconds) throws Exception {
        List<float[]> expected = new ArrayList<>();
        for (Work work : all) {
            expected.add(work.job().call());
        }
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        Thread.ofPlatform().daemon().start(() -> collect(end));
        List<Future<Long>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(all.size())) {
            for (int i = 0; i < all.size(); i++) {
                Work work = all.get(i);
                float[] alone = expected.get(i);
                running.add(threads.submit(() -> work.repeat(alone, end)));
            }
        }
        for (int i = 0; i < all.size(); i++) {
            System.out.printf("%s: %d times%n", all.get(i).name(), running.get(i).get());
        }
    }

    private static void collect(long end) {
        Tensor any = Tensor.ones(1);
        while (System.nanoTime() < end) {
            System.gc();
            any.backend().memory().trim();
        }
    }

    /// Nothing but the kernel knows the tensor while it is rounded, which takes milliseconds.
    private static float[] rounded(float value) {
        Tensor matrix = Tensor.empty(Shape.of(SIDE, SIDE), DType.INT8);
        matrix.copyFrom(Tensor.full(value, SIDE, SIDE));
        return matrix.toArray();
    }

    private float[] products() {
        Tensor x = Tensor.full(0.5, SIDE, SIDE).matmul(Tensor.full(0.25, SIDE, SIDE));
        return x.softmax().gelu().toArray();
    }

    private float[] training() {
        Trainer<Batch> trainer = SmallTraining.trainer(7);
        trainer.run(TrainingListener.silent());
        return trainer.learner().parameters().values().iterator().next().toArray();
    }

    /// What the shared model scores after a prompt, by a model just loaded.
    private float[] loading() throws Exception {
        DecoderModel model = PretrainedModel.load(folder).model();
        return model.nextLogits(IntTensor.of(PROMPT, 1, PROMPT.length),
                model.newCache(1, PROMPT.length)).toArray();
    }

    private float[] generating() {
        int[] ids = Generation.greedy(shared, 12).generate(PROMPT, new RandomState(0));
        float[] values = new float[ids.length];
        for (int i = 0; i < ids.length; i++) {
            values[i] = ids[i];
        }
        return values;
    }
}

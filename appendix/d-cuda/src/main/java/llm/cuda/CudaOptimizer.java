package llm.cuda;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.List;
import java.util.stream.LongStream;
import llm.cuda.gpu.Grid;
import llm.tensor.backend.DType;
import llm.tensor.backend.OptimizerKernels;
import llm.tensor.backend.Storage;

/// Optimizer steps, all parameters in one launch.
final class CudaOptimizer implements OptimizerKernels {
    private static final long CHUNK = 1 << 16;               // values that a block moves
    private static final int FIELDS = 7;
    private static final int THREADS = 256;

    private final CudaBackend device;
    private final Kernels kernels;

    CudaOptimizer(CudaBackend device) {
        this.device = device;
        kernels = new Kernels(device, "optimizer.cu");
    }

    @Override
    public void adam(Adam adam, List<Moments> all) {
        long[] chunks = all.stream().flatMapToLong(this::chunks).toArray();
        if (chunks.length == 0) {
            return;
        }
        Storage table = device.memory().allocate(2L * chunks.length);    // of 64 bits each
        device.gpu().copyIn(MemorySegment.ofArray(chunks), device.address(table));
        kernels.run("adam", new Grid(chunks.length / FIELDS, 1, THREADS), table,
                (float) adam.beta1(), (float) adam.beta2(), (float) (1 - adam.beta1()),
                (float) (1 - adam.beta2()),
                (float) (1 / (1 - Math.pow(adam.beta1(), adam.step()))),
                (float) (1 / (1 - Math.pow(adam.beta2(), adam.step()))), (float) adam.epsilon(),
                (float) adam.learningRate(),
                (float) (1 - adam.learningRate() * adam.weightDecay()), (float) adam.l2(),
                adam.step());
        table.release();
        Reference.reachabilityFence(all);
    }

    /// Where each piece of a parameter and of what belongs to it is: see the kernel.
    private LongStream chunks(Moments of) {
        long size = of.parameter().size();
        long p = device.address(device.floats(of.parameter()));
        long g = device.address(device.floats(of.gradient()));
        CudaStorage mean = device.storage(of.mean());
        CudaStorage square = device.storage(of.square());
        long bf16 = mean.dtype() == DType.BF16 ? 1 : 0;
        return LongStream.range(0, Math.ceilDiv(size, CHUNK)).flatMap(i ->
                LongStream.of(p, g, mean.address(), square.address(), i * CHUNK,
                        Math.min(size, (i + 1) * CHUNK), bf16));
    }

    @Override
    public void sgd(double learningRate, double momentum, double l2, Storage parameter,
                    Storage gradient, Storage velocity) {
        kernels.overValues("sgd", parameter.size(), (float) learningRate, (float) momentum,
                (float) l2, device.floats(parameter), device.floats(gradient),
                device.floats(velocity), parameter.size());
    }
}

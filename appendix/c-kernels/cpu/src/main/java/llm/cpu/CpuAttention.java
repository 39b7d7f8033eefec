package llm.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static llm.cpu.simd.VectorMath.put;

import java.lang.foreign.MemorySegment;
import llm.cpu.AttentionBlock.Use;
import llm.cpu.gemm.Gemm;
import llm.cpu.memory.Workers;
import llm.tensor.backend.AttentionKernels;
import llm.tensor.backend.ElementwiseKernels.Target;
import llm.tensor.backend.Memory;
import llm.tensor.backend.Storage;
import org.jspecify.annotations.Nullable;

/// Causal attention, a block of queries at a time: the scores of a block are made, used and
/// forgotten; backward makes them again from the saved log-sum-exp of each row.
/// Source: Dao et al. (2022), FlashAttention, §3.1.
///
/// Each thread takes whole key/value heads, so no two write to the same gradient.
final class CpuAttention implements AttentionKernels {
    private final Workers workers;
    private final Gemm gemm;
    private final Scratch scratch;

    CpuAttention(Workers workers, Gemm gemm, Memory memory) {
        this.workers = workers;
        this.gemm = gemm;
        this.scratch = new Scratch(memory);
    }

    @Override
    public void forward(AttentionOptions options, Heads q, Heads k, Heads v, Heads out,
                        Storage logSumExp) {
        MemorySegment saved = CpuStorage.segment(logSumExp);
        int group = options.heads() / options.kvHeads();
        workers.forEach(options.batch() * options.heads(), grain(options), (from, to) -> {
            AttentionBlock block = block(options, Use.forward(options));
            for (int task = from; task < to; task++) {
                int batch = task / options.heads();
                int head = task % options.heads();
                block.queries(q, batch, head);
                block.keysAndValues(k, v, batch, head / group);
                block.forward(operand(out, batch, head), saved, (long) task * options.queries());
            }
        });
    }

    @Override
    public void backward(AttentionOptions options, Saved saved, Heads gOut, Heads gq, Heads gk,
                         Heads gv) {
        MemorySegment logSumExp = CpuStorage.segment(saved.logSumExp());
        int group = options.heads() / options.kvHeads();
        workers.forEach(options.batch() * options.kvHeads(), grain(options), (from, to) -> {
            AttentionBlock block = block(options, Use.BACKWARD);
            for (int task = from; task < to; task++) {
                int batch = task / options.kvHeads();
                int kvHead = task % options.kvHeads();
                block.keysAndValuesForBackward(saved.k(), saved.v(), batch, kvHead);
                for (int head = kvHead * group; head < (kvHead + 1) * group; head++) {
                    block.queries(saved.q(), batch, head);
                    block.backward(new AttentionBlock.Gradients(
                            operand(saved.out(), batch, head), operand(gOut, batch, head),
                            operand(gq, batch, head), operand(gk, batch, kvHead),
                            operand(gv, batch, kvHead), head > kvHead * group), logSumExp,
                            ((long) batch * options.heads() + head) * options.queries());
                }
            }
        });
    }

    private AttentionBlock block(AttentionOptions options, Use use) {
        return new AttentionBlock(options, gemm, use,
                scratch.of(AttentionBlock.scratch(options, use)));
    }

    /// Heads per thread below which sharing costs more than it saves.
    private static int grain(AttentionOptions options) {
        long work = (long) options.queries() * options.keys() * options.headDim();
        return (int) Math.max(1, (1 << 13) / Math.max(1, work));
    }

    static Gemm.Operand operand(Heads heads, int batch, int head) {
        return new Gemm.Operand(CpuStorage.segment(heads.storage()), heads.at(batch, head),
                heads.tokenStride(), false);
    }

    @Override
    public void rotate(Rotation rotation, Storage cosines, Storage sines, Storage x, Target y) {
        MemorySegment cos = CpuStorage.segment(cosines);
        MemorySegment sin = CpuStorage.segment(sines);
        MemorySegment in = CpuStorage.segment(x);
        MemorySegment out = CpuStorage.segment(y.storage());
        int half = rotation.headDim() / 2;
        int step = rotation.interleaved() ? 2 : 1;
        int partner = rotation.interleaved() ? 1 : half;
        workers.forEach(rotation.rows(), Math.max(1, (1 << 13) / half), (from, to) -> {
            for (int row = from; row < to; row++) {
                long angle = (long) (row / rotation.repeat() % rotation.tokens()) * half;
                for (int i = 0; i < half; i++) {
                    float c = cos.getAtIndex(JAVA_FLOAT, angle + i);
                    float s = rotation.sign() * sin.getAtIndex(JAVA_FLOAT, angle + i);
                    long at = (long) row * rotation.headDim() + (long) i * step;
                    float a = in.getAtIndex(JAVA_FLOAT, at);
                    float b = in.getAtIndex(JAVA_FLOAT, at + partner);
                    put(a * c - b * s, out, at, y.add());
                    put(b * c + a * s, out, at + partner, y.add());
                }
            }
        });
    }

    /// Room for one block of scores and one of their gradients, kept between calls. Each thread has
    /// its own, not each part of a loop: two callers may attend at once.
    private static final class Scratch {
        private final ThreadLocal<@Nullable Storage> blocks = new ThreadLocal<>();
        private final Memory memory;

        Scratch(Memory memory) {
            this.memory = memory;
        }

        MemorySegment of(long size) {
            Storage block = blocks.get();
            if (block == null || block.size() < size) {
                if (block != null) {
                    block.release();
                }
                block = memory.allocate(size);
                blocks.set(block);
            }
            return CpuStorage.segment(block);
        }
    }
}

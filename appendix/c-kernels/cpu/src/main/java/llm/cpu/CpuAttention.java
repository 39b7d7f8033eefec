package llm.cpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static llm.cpu.AttentionHead.operand;
import static llm.cpu.simd.VectorMath.put;

import java.lang.foreign.MemorySegment;
import java.util.List;
import llm.cpu.AttentionBackward.Gradients;
import llm.cpu.AttentionBackward.KeysAndValues;
import llm.cpu.gemm.Gemm;
import llm.cpu.memory.Workers;
import llm.tensor.backend.AttentionKernels;
import llm.tensor.backend.ElementwiseKernels.Target;
import llm.tensor.backend.Memory;
import llm.tensor.backend.Storage;

/// Causal attention, a slice of queries at a time: the scores of a slice are made, used and
/// forgotten ([AttentionForward]); backward makes them again from the saved log-sum-exp of each
/// query ([AttentionBackward]). Source: Dao et al. (2022), FlashAttention, §3.1.
///
/// A thread takes whole heads; in backward all that share keys and values, so that no two threads
/// write to the same gradient.
final class CpuAttention implements AttentionKernels {
    private final Workers workers;
    private final Gemm gemm;
    private final AttentionScratch scratch;

    CpuAttention(Workers workers, Gemm gemm, Memory memory) {
        this.workers = workers;
        this.gemm = gemm;
        this.scratch = new AttentionScratch(memory);
    }

    @Override
    public void forward(Call call) {
        AttentionOptions options = call.options();
        workers.forEach(options.batch() * options.heads(), grain(options), (from, to) ->
                forward(call, from, to));
    }

    /// Heads `from` up to `to` of all sequences.
    private void forward(Call call, int from, int to) {
        int heads = call.options().heads();
        AttentionForward pass = new AttentionForward(call.options(), gemm, scratch);
        for (int task = from; task < to; task++) {
            pass.run(AttentionHead.of(call, task / heads, task % heads));
        }
    }

    /// All heads of all texts in one loop.
    @Override
    public void forwardEach(List<Call> calls) {
        if (calls.size() == 1) {
            forward(calls.getFirst());
            return;
        }
        AttentionOptions first = calls.getFirst().options();
        int heads = first.batch() * first.heads();
        workers.forEach(calls.size() * heads, grain(first), (from, to) -> {
            for (int task = from; task < to; ) {
                int text = task / heads;
                int end = Math.min(to, (text + 1) * heads);
                forward(calls.get(text), task - text * heads, end - text * heads);
                task = end;
            }
        });
    }

    @Override
    public void backward(Call call, Heads gOut, Heads gq, Heads gk, Heads gv) {
        AttentionOptions options = call.options();
        int group = options.heads() / options.kvHeads();
        workers.forEach(options.batch() * options.kvHeads(), grain(options), (from, to) -> {
            AttentionBackward pass = new AttentionBackward(options, gemm, scratch);
            for (int task = from; task < to; task++) {
                int batch = task / options.kvHeads();
                int kvHead = task % options.kvHeads();
                KeysAndValues factors = pass.layOut(operand(call.k(), batch, kvHead),
                        operand(call.v(), batch, kvHead));
                for (int head = kvHead * group; head < (kvHead + 1) * group; head++) {
                    pass.run(AttentionHead.of(call, batch, head), factors,
                            new Gradients(operand(gOut, batch, head), operand(gq, batch, head),
                                    operand(gk, batch, kvHead), operand(gv, batch, kvHead),
                                    head > kvHead * group));
                }
            }
        });
    }

    /// Heads per thread below which sharing costs more than it saves.
    private static int grain(AttentionOptions options) {
        long work = (long) options.queries() * options.keys() * options.headDim();
        return (int) Math.max(1, (1 << 13) / Math.max(1, work));
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
}

package llm.cpu;

import llm.cpu.gemm.Gemm.Operand;
import llm.tensor.backend.AttentionKernels.AttentionOptions;
import llm.tensor.backend.AttentionKernels.Call;
import llm.tensor.backend.AttentionKernels.Heads;
import llm.tensor.backend.DropoutMask;

/// One query head of one sequence: where it lies, with the keys and values that it reads, and which
/// of the keys its queries see.
///
/// @param q         `(queries, headDim)`
/// @param k         `(keys, headDim)`
/// @param v         `(keys, headDim)`
/// @param out       `(queries, headDim)`
/// @param logSumExp of each query's scores, `(queries, 1)`
/// @param seed      chooses the weights that dropout sets to 0
record AttentionHead(AttentionOptions options, Operand q, Operand k, Operand v, Operand out,
                     Operand logSumExp, long seed) {

    /// `heads / kvHeads` neighbouring query heads read the same key/value head: grouped-query
    /// attention. Source: Ainslie et al. (2023), GQA, §2.2.
    static AttentionHead of(Call call, int batch, int head) {
        AttentionOptions options = call.options();
        int group = options.heads() / options.kvHeads();
        int kvHead = head / group;
        long row = (long) batch * options.heads() + head;    // of (batch · heads, queries)
        Operand logSumExp = new Operand(CpuStorage.segment(call.logSumExp()),
                row * options.queries(), 1, false);
        return new AttentionHead(options, operand(call.q(), batch, head),
                operand(call.k(), batch, kvHead), operand(call.v(), batch, kvHead),
                operand(call.out(), batch, head), logSumExp,
                DropoutMask.ofHead(options, batch, head));
    }

    /// The vectors of one head, `(tokens, headDim)`.
    static Operand operand(Heads heads, int batch, int head) {
        return new Operand(CpuStorage.segment(heads.storage()), heads.at(batch, head),
                heads.tokenStride(), false);
    }

    /// Where a query stands among the keys: the queries are the last of them.
    int position(int query) {
        return options.keys() - options.queries() + query;
    }

    /// The first key that a query sees: that of its window.
    int firstVisible(int query) {
        return Math.max(0, position(query) - options.window() + 1);
    }

    /// One past the last key that a query sees, its own: the causal mask.
    int endVisible(int query) {
        return position(query) + 1;
    }
}

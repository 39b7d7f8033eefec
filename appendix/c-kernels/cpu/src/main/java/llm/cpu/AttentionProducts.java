package llm.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import llm.cpu.gemm.Gemm;
import llm.cpu.gemm.Gemm.Factor;
import llm.cpu.gemm.Gemm.Operand;
import llm.tensor.backend.AttentionKernels.AttentionOptions;

/// The two products of a head's forward pass, for a slice of its queries.
sealed interface AttentionProducts {

    /// `scores = scale · q kᵀ`
    void scores(AttentionSlice slice, Operand scores);

    /// `out = weights · v`
    void weigh(AttentionSlice slice, Operand weights);

    /// For a few queries: one after another reads keys and values where they lie.
    record OneByOne(SingleQuery single) implements AttentionProducts {

        @Override
        public void scores(AttentionSlice slice, Operand scores) {
            AttentionHead head = slice.head();
            Operand k = head.k().from(slice.key(), 0);       // (keys, headDim)
            for (int i = 0; i < slice.queries(); i++) {
                single.scores(head.q().from(slice.query() + i, 0), k, slice.realKeys(),
                        head.options().scale(), scores.from(i, 0));
            }
        }

        @Override
        public void weigh(AttentionSlice slice, Operand weights) {
            AttentionHead head = slice.head();
            Operand v = head.v().from(slice.key(), 0);       // (keys, headDim)
            for (int i = 0; i < slice.queries(); i++) {
                single.weigh(weights.from(i, 0), v, slice.realKeys(),
                        head.out().from(slice.query() + i, 0));
            }
        }
    }

    /// For many queries: a head's keys and values are laid out once for all of them.
    ///
    /// @param keysTransposed `(headDim, keys)`
    /// @param values         `(keys, headDim)`
    record Together(Factor keysTransposed, Factor values) implements AttentionProducts {

        /// @param memory of [#size] values
        static Together of(AttentionHead head, Gemm gemm, MemorySegment memory) {
            int keys = head.options().keys();
            int headDim = head.options().headDim();
            SegmentAllocator parts = SegmentAllocator.slicingAllocator(memory);
            return new Together(gemm.layOut(headDim, keys, head.k().transpose(), parts),
                    gemm.layOut(keys, headDim, head.v(), parts));
        }

        static long size(AttentionOptions options) {
            return Factor.size(options.headDim(), options.keys())
                    + Factor.size(options.keys(), options.headDim());
        }

        @Override
        public void scores(AttentionSlice slice, Operand scores) {
            AttentionOptions options = slice.head().options();
            keysTransposed.from(0, slice.key()).multiply(slice.queries(), slice.keys(),
                    options.headDim(), options.scale(), slice.rowsOf(slice.head().q()), 0f,
                    scores);
        }

        @Override
        public void weigh(AttentionSlice slice, Operand weights) {
            values.from(slice.key(), 0).multiply(slice.queries(),
                    slice.head().options().headDim(), slice.realKeys(), 1f, weights, 0f,
                    slice.rowsOf(slice.head().out()));
        }
    }
}

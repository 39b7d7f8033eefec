package llm.cuda;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import llm.cuda.gpu.Grid;
import llm.cuda.gpu.KernelSource;
import llm.tensor.backend.AttentionKernels;
import llm.tensor.backend.ElementwiseKernels.Target;
import llm.tensor.backend.Precision;
import llm.tensor.backend.Storage;

/// Causal attention in tiles (`attention.cu`), in [Precision#BF16] by tensor cores
/// (`attention_bf16.cu`); for few queries in splits of the keys (`attention_decode.cu`).
final class CudaAttention implements AttentionKernels {
    private static final List<Integer> WIDTHS = List.of(32, 64, 128, 256);
    private static final int WIDEST_OF_TENSOR_CORES = 128;
    private static final int WARP = 32;
    private static final int SPLIT = 128;                    // as in attention_decode.cu
    private static final int SPLIT_THREADS = 128;

    /// Up to here it is faster to read the keys once for each query.
    private static final int FEW_QUERIES = 8;

    private final CudaBackend device;
    private final TreeMap<Integer, Tiled> exact = new TreeMap<>();       // by greatest headDim
    private final TreeMap<Integer, Tiled> rounded = new TreeMap<>();
    private final TreeMap<Integer, Kernels> inSplits = new TreeMap<>();
    private final Kernels delta;
    private final Kernels rotary;

    /// Kernels whose blocks own so many tokens of a head.
    ///
    /// @param width values of a token that gradients read in BF16; 0 if they read all as it is
    private record Tiled(Kernels kernels, Tile forward, Tile backward, int width) {
    }

    private record Tile(int tokens, int threads) {

        /// One block for each tile of the tokens of each head.
        Grid grid(AttentionOptions options, int heads, int tokensOfHead) {
            int tiles = Math.ceilDiv(tokensOfHead, tokens);
            return new Grid(Math.multiplyExact(tiles, options.batch() * heads), 1, threads);
        }
    }

    CudaAttention(CudaBackend device) {
        this.device = device;
        KernelSource inFloat32 = KernelSource.of("attention.cu");
        KernelSource inBf16 = KernelSource.of("attention_bf16.cu");
        KernelSource decode = KernelSource.of("attention_decode.cu");
        for (int width : WIDTHS) {                           // tiles as in these files
            Tile tile = new Tile(width > 128 ? 32 : 64, 256);
            exact.put(width, new Tiled(kernels(inFloat32, width), tile, tile, 0));
            if (width <= WIDEST_OF_TENSOR_CORES) {
                rounded.put(width, new Tiled(kernels(inBf16, width), new Tile(128, 256),
                        new Tile(64, 128), width));
            }
            inSplits.put(width, kernels(decode, width));
        }
        delta = new Kernels(device, "attention_delta.cu");
        rotary = new Kernels(device, "rotary.cu");
    }

    private Kernels kernels(KernelSource source, int width) {
        return new Kernels(device, source.defining("WIDTH", width));
    }

    @Override
    public void forward(Call call) {
        AttentionOptions options = call.options();
        if (options.queries() <= FEW_QUERIES) {
            decode(List.of(call));
        } else if (options.batch() > 0) {
            Tiled tiled = tiled(options);
            arguments().heads(call.q(), call.k(), call.v(), call.out()).storages(call.logSumExp())
                    .options(options).run(tiled.kernels, "attention_forward",
                    tiled.forward.grid(options, options.heads(), options.queries()));
        }
    }

    @Override
    public void forwardEach(List<Call> calls) {
        if (calls.getFirst().options().queries() <= FEW_QUERIES) {
            decode(calls);
        } else {
            calls.forEach(this::forward);
        }
    }

    /// Texts of equal heads and few queries, together.
    private void decode(List<Call> calls) {
        Call first = calls.getFirst();
        AttentionOptions options = first.options();
        int rows = options.batch() * options.heads() * options.queries();
        if (rows == 0) {
            return;
        }
        int splits = calls.stream().mapToInt(call -> splits(call.options())).max().orElseThrow();
        long partSize = splits == 1 ? 0 : options.headDim() + 2;
        Storage texts = table(calls);
        Storage parts = device.memory().allocate(calls.size() * (long) rows * splits * partSize);
        AttentionArguments arguments = arguments()
                .heads(first.q(), first.k(), first.v(), first.out()).storages(first.logSumExp())
                .options(options).storages(texts).number(calls.size() == 1 ? 0 : 1)
                .storages(parts).number(splits);
        Kernels kernels = fitting(inSplits, options);
        arguments.run(kernels, "attention_decode",
                new Grid(rows * splits, calls.size(), SPLIT_THREADS));
        if (splits > 1) {
            arguments.run(kernels, "attention_join", new Grid(rows, calls.size(), SPLIT_THREADS));
        }
        texts.release();
        parts.release();
        Reference.reachabilityFence(calls);
    }

    private static int splits(AttentionOptions options) {
        return Math.ceilDiv(Math.min(options.keys(), options.window()), SPLIT);
    }

    /// Where the kernel finds what is each text's own, in the order of its `Text`; empty for one
    /// text, whose kernel is told by its arguments.
    private Storage table(List<Call> calls) {
        if (calls.size() == 1) {
            return device.memory().allocate(0);
        }
        long[] numbers = calls.stream().flatMapToLong(call -> LongStream.of(arguments()
                .heads(call.q(), call.k(), call.v(), call.out()).storages(call.logSumExp())
                .number((long) call.options().keys()).asLongs())).toArray();
        Storage table = device.memory().allocate(2L * numbers.length);
        device.gpu().copyIn(MemorySegment.ofArray(numbers), device.address(table));
        return table;
    }

    @Override
    public void backward(Call call, Heads gOut, Heads gq, Heads gk, Heads gv) {
        AttentionOptions options = call.options();
        if (options.batch() == 0 || options.queries() == 0) {
            return;
        }
        Tiled tiled = tiled(options);
        Storage deltas = device.memory().allocate(call.logSumExp().size());
        arguments().heads(gOut, call.out()).storages(deltas).number(options.batch())
                .number(options.queries()).number(options.heads()).number(options.headDim())
                .run(delta, "attention_delta", Grid.overValues(deltas.size() * WARP));
        List<Storage> packed = tiled.width == 0 ? List.of() : packed(tiled, call, gOut);
        Supplier<AttentionArguments> factors = tiled.width == 0
                ? () -> arguments().heads(call.q(), call.k(), call.v(), gOut)
                : () -> arguments().storages(packed.toArray(Storage[]::new));
        factors.get().heads(gq).storages(call.logSumExp(), deltas).options(options)
                .run(tiled.kernels, "attention_gradient_of_queries",
                        tiled.backward.grid(options, options.heads(), options.queries()));
        factors.get().heads(gk, gv).storages(call.logSumExp(), deltas).options(options)
                .run(tiled.kernels, "attention_gradient_of_keys",
                        tiled.backward.grid(options, options.kvHeads(), options.keys()));
        packed.forEach(Storage::release);
        deltas.release();
    }

    /// Queries, keys, values and the gradient of what came out, in BF16.
    private List<Storage> packed(Tiled tiled, Call call, Heads gOut) {
        AttentionOptions options = call.options();
        return List.of(packed(tiled, options, call.q(), options.heads(), options.queries()),
                packed(tiled, options, call.k(), options.kvHeads(), options.keys()),
                packed(tiled, options, call.v(), options.kvHeads(), options.keys()),
                packed(tiled, options, gOut, options.heads(), options.queries()));
    }

    private Storage packed(Tiled tiled, AttentionOptions options, Heads x, int heads, int tokens) {
        long values = (long) options.batch() * heads * tokens * tiled.width;
        Storage packed = device.memory().allocate(values / 2);
        arguments().heads(x).storages(packed).number(tokens).number(heads)
                .number(options.headDim()).number(values / 4)
                .run(tiled.kernels, "attention_pack", Grid.overValues(values / 4));
        return packed;
    }

    private AttentionArguments arguments() {
        return new AttentionArguments(device);
    }

    private Tiled tiled(AttentionOptions options) {
        boolean tensorCores = device.precision() == Precision.BF16
                && options.headDim() <= WIDEST_OF_TENSOR_CORES;
        return fitting(tensorCores ? rounded : exact, options);
    }

    private static <T> T fitting(TreeMap<Integer, T> all, AttentionOptions options) {
        Map.Entry<Integer, T> fitting = all.ceilingEntry(options.headDim());
        if (fitting == null) {
            throw new IllegalArgumentException(("headDim must be at most %d for attention on a "
                    + "GPU, got %d").formatted(all.lastKey(), options.headDim()));
        }
        return fitting.getValue();
    }

    @Override
    public void rotate(Rotation rotation, Storage cosines, Storage sines, Storage x, Target y) {
        int half = rotation.headDim() / 2;
        long pairs = (long) rotation.rows() * half;
        rotary.overValues("rotate", pairs, device.floats(x), cosines, sines, y.storage(), pairs,
                rotation.tokens(), rotation.repeat(), half, rotation.interleaved(),
                (float) rotation.sign(), y.add());
    }
}

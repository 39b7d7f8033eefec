package llm.cpu.memory;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Blocks of memory that nobody uses at present, to be taken again. Sizes come in classes, eight to
/// the doubling, so that batches of many shapes share them. For one thread at a time.
///
/// @param <B> what stands for a block
public final class FreeBlocks<B> {
    private final TreeMap<Long, ArrayDeque<B>> bySize = new TreeMap<>();
    private final long granule;
    private final double slack;
    private long bytes;

    /// @param granule what sizes are multiples of, in bytes
    /// @param slack   how much larger a block may be than what is asked for, as a share of that
    public FreeBlocks(long granule, double slack) {
        this.granule = granule;
        this.slack = slack;
    }

    /// Rounds up to a multiple of an eighth of the next lower power of two.
    public long sizeClass(long bytes) {
        long wanted = Math.max(1, bytes);
        long step = Math.max(granule, Long.highestOneBit(wanted - 1) >> 3);
        return Math.ceilDiv(wanted, step) * step;
    }

    /// Whether there is a block for this size class.
    public boolean fits(long size) {
        return fitting(size) != null;
    }

    /// The smallest block that fits, or null if there is none.
    public @Nullable B take(long size) {
        Map.Entry<Long, ArrayDeque<B>> fitting = fitting(size);
        if (fitting == null) {
            return null;
        }
        B block = fitting.getValue().pop();
        if (fitting.getValue().isEmpty()) {
            bySize.remove(fitting.getKey());
        }
        bytes -= fitting.getKey();
        return block;
    }

    private Map.@Nullable Entry<Long, ArrayDeque<B>> fitting(long size) {
        Map.Entry<Long, ArrayDeque<B>> next = bySize.ceilingEntry(size);
        return next == null || next.getKey() > size + slack * size ? null : next;
    }

    /// Makes a block available.
    ///
    /// @param size its own
    public void give(long size, B block) {
        bySize.computeIfAbsent(size, _ -> new ArrayDeque<>()).push(block);
        bytes += size;
    }

    /// Of all blocks.
    public long bytes() {
        return bytes;
    }

    /// Hands all blocks to `release`, and forgets them.
    public void clear(Consumer<B> release) {
        bySize.values().forEach(blocks -> blocks.forEach(release));
        bySize.clear();
        bytes = 0;
    }
}

package llm.cpu.x86;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static llm.cpu.x86.Assembler.LINE;
import static llm.cpu.x86.TileCode.COLUMN_BYTES;
import static llm.cpu.x86.TileCode.ROWS;
import static llm.cpu.x86.TileCode.STRIP_BYTES;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import llm.cpu.memory.HugePages;
import org.jspecify.annotations.Nullable;

/// What one thread lays out for its products, and what it tells [TileCode].
final class TileWorkspace {
    static final int DEPTH = 384;                            // rows of a block of b, at most
    static final int PANEL_VALUES = 1 << 20;                 // 4 MiB
    static final int STRIPS = 8;                             // copied at once
    static final long STRIP = (long) DEPTH * STRIP_BYTES;    // bytes
    private static final int PAGE = 2 << 20;

    /// All of a factor `(k, n)`, in blocks of `width` columns.
    record Contents(Object factor, int k, int n, int width) {
    }

    private final MemorySegment memory = Arena.ofAuto().allocate(3 * PAGE, PAGE);
    private final SegmentAllocator parts = SegmentAllocator.slicingAllocator(memory);
    private final long panels = parts.allocate((long) PANEL_VALUES * Float.BYTES, LINE).address();
    private final long strips = parts.allocate(STRIPS * STRIP, LINE).address();
    private final long tile = parts.allocate(ROWS * COLUMN_BYTES, LINE).address();
    private final MemorySegment told = parts.allocate(TileCode.TOLD_BYTES, LINE);
    private @Nullable Contents contents;

    TileWorkspace() {
        HugePages.advise(memory);
    }

    /// Address of the panels.
    long panels() {
        return panels;
    }

    /// Whether the panels hold these contents already, which they will from now on.
    boolean holds(@Nullable Contents wanted) {
        boolean held = wanted != null && wanted.equals(contents);
        contents = wanted;
        return held;
    }

    /// Address of a strip of six rows.
    long strip(int index) {
        return strips + index * STRIP;
    }

    /// Address of a tile that is not put where it belongs.
    long tile() {
        return tile;
    }

    MemorySegment told() {
        return told;
    }

    void tell(int field, long value) {
        told.set(JAVA_LONG, field, value);
    }

    void tellFloat(int field, float value) {
        told.set(JAVA_FLOAT, field, value);
    }
}

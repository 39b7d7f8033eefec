package llm.cpu.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;

/// Native memory that is given back once: by [#giveBack()], or by the garbage collector when
/// nothing can reach the memory any more.
///
/// Kernels read by address, which the collector does not see. So it does not watch the tensor or
/// the storage, which a kernel may have forgotten by then, but the segment's *scope*: an object
/// that the segment and every slice of it refer to. Two things keep the scope reachable while the
/// memory is in use. Java does while it reads through a segment, and [Workers] does for all that
/// the body of a loop has captured, until the last piece is done. A kernel that reads by address
/// in such a body therefore cannot lose its memory.
public final class NativeBlock {
    private static final Cleaner CLEANER = Cleaner.create();

    private final MemorySegment segment;
    private final Cleaner.Cleanable cleanable;

    /// @param memory   of the global scope, which says nothing about its end
    /// @param giveBack returns the memory; must not refer to this block
    public NativeBlock(MemorySegment memory, Runnable giveBack) {
        Arena arena = Arena.ofShared();                      // never closed: it owns no memory
        segment = memory.reinterpret(memory.byteSize(), arena, null);
        cleanable = CLEANER.register(arena.scope(), giveBack);
    }

    /// The memory; valid until it is given back.
    public MemorySegment segment() {
        return segment;
    }

    /// Returns the memory now. Later calls do nothing.
    public void giveBack() {
        cleanable.clean();
    }
}

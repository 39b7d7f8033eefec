package llm.tensor.backend;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// The memory behind one or more tensors: `size` values on one device.
///
/// Tensors that show the same values in another shape share a storage. It counts them and goes
/// back to its backend's pool when the last one lets go, or when the garbage collector finds that
/// nobody can reach it any more.
public abstract class Storage {
    private final long size;
    private volatile int holders = 1;
    private int version;

    protected Storage(long size) {
        this.size = size;
    }

    /// Number of values.
    public final long size() {
        return size;
    }

    /// How the values are kept: float32, unless this is a weight kept in fewer bits.
    public DType dtype() {
        return DType.F32;
    }

    /// Float32 values as native memory that the host reads and writes too, for libraries that share
    /// it; empty where there is none. It stays valid until the storage is released.
    public Optional<MemorySegment> hostMemory() {
        return Optional.empty();
    }

    /// The device on which the values live.
    public abstract Backend backend();

    /// How often the values were changed in place since they were first written.
    public final int version() {
        return version;
    }

    /// Records a change in place, so that `backward` can tell that a saved value is gone.
    public final void changed() {
        version++;
    }

    /// Registers one more tensor that needs the values.
    public final synchronized Storage share() {
        requireAlive();
        holders++;
        return this;
    }

    /// Lets one tensor go; the last one returns the memory.
    public final synchronized void release() {
        if (holders > 0) {
            holders--;
            if (holders == 0) {
                free();
            }
        }
    }

    /// Whether the memory has been returned.
    public final boolean released() {
        return holders == 0;
    }

    /// @throws IllegalStateException if the memory has been returned
    public final void requireAlive() {
        if (released()) {
            throw new IllegalStateException("a tensor must be read before its memory returns to "
                    + "the pool, got one that backward() or its Scope has already released; "
                    + "read it earlier, or call keep() on it");
        }
    }

    /// Returns the memory to the backend; called once.
    protected abstract void free();
}

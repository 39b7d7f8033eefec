package llm.cuda.driver;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// Copies between host and device by way of a few buffers in host memory that stays in place, which
/// the device reads and writes by itself. While it does, the host fills or empties the others.
final class Staging {
    private static final int BUFFERS = 4;
    private static final int AHEAD = BUFFERS - 1;

    private final DriverFunctions cuda;
    private final MemorySegment stream;
    private final long bytes;
    private final List<Buffer> buffers = new ArrayList<>();
    private final List<Runnable> undo = new ArrayList<>();
    private int next;

    /// @param event happens when the device is done with the buffer
    private record Buffer(MemorySegment memory, MemorySegment event) {
    }

    /// @param bytes of each buffer
    Staging(DriverFunctions cuda, MemorySegment stream, long bytes) {
        this.cuda = cuda;
        this.stream = stream;
        this.bytes = bytes;
        try {
            for (int i = 0; i < BUFFERS; i++) {
                buffers.add(new Buffer(memory().reinterpret(bytes), event()));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private MemorySegment memory() {
        MemorySegment memory = CudaDriver.pointerFrom(out -> cuda.cuMemHostAlloc(out, bytes, 0));
        undo.add(() -> cuda.cuMemFreeHost(memory));
        return memory;
    }

    private MemorySegment event() {
        MemorySegment event = CudaDriver.pointerFrom(out ->
                cuda.cuEventCreate(out, DriverFunctions.CU_EVENT_DISABLE_TIMING));
        undo.add(() -> cuda.cuEventDestroy_v2(event));
        return event;
    }

    /// Host to device; returns when the host may change its memory. The buffers take turns, so that
    /// small copies do not wait for one another.
    void in(MemorySegment source, long target) {
        for (long piece = 0; piece < pieces(source); piece++) {
            Buffer buffer = buffers.get(next);
            next = (next + 1) % BUFFERS;
            cuda.cuEventSynchronize(buffer.event());            // its last copy is done
            MemorySegment part = part(source, piece);
            MemorySegment.copy(part, 0, buffer.memory(), 0, part.byteSize());
            cuda.cuMemcpyHtoDAsync_v2(target + piece * bytes, buffer.memory(), part.byteSize(),
                    stream);
            cuda.cuEventRecord(buffer.event(), stream);
        }
    }

    /// Device to host; returns when all is there. The device is some pieces ahead of the host.
    void out(long source, MemorySegment target) {
        long pieces = pieces(target);
        for (long piece = 0; piece < pieces + AHEAD; piece++) {
            if (piece < pieces) {
                Buffer buffer = buffer(piece);
                cuda.cuMemcpyDtoHAsync_v2(buffer.memory(), source + piece * bytes,
                        part(target, piece).byteSize(), stream);
                cuda.cuEventRecord(buffer.event(), stream);
            }
            if (piece >= AHEAD) {
                Buffer buffer = buffer(piece - AHEAD);
                cuda.cuEventSynchronize(buffer.event());
                MemorySegment part = part(target, piece - AHEAD);
                MemorySegment.copy(buffer.memory(), 0, part, 0, part.byteSize());
            }
        }
    }

    private long pieces(MemorySegment whole) {
        return Math.ceilDiv(whole.byteSize(), bytes);
    }

    private Buffer buffer(long piece) {
        return buffers.get((int) (piece % BUFFERS));
    }

    private MemorySegment part(MemorySegment whole, long piece) {
        long start = piece * bytes;
        return whole.asSlice(start, Math.min(bytes, whole.byteSize() - start));
    }

    void close() {
        undo.reversed().forEach(Runnable::run);
        undo.clear();
    }
}

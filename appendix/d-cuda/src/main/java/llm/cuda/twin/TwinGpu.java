package llm.cuda.twin;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import com.sun.management.OperatingSystemMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import llm.cpu.memory.NativeLibrary;
import llm.cuda.gpu.Arguments;
import llm.cuda.gpu.Gpu;
import llm.cuda.gpu.Grid;
import llm.cuda.gpu.Kernel;
import llm.cuda.gpu.KernelSource;
import llm.cuda.gpu.Signature;

/// Runs kernels on the processor: block after block, the threads of a block in turns. Nothing waits
/// in a queue: a kernel has run when [#launch] returns, and a kernel that fails is told of at once,
/// after which the twin goes on working.
public final class TwinGpu implements Gpu {
    /// `Launch` of `launch.hpp`.
    private static final StructLayout LAUNCH = MemoryLayout.structLayout(
            JAVA_INT.withName("x"), JAVA_INT.withName("y"), JAVA_INT.withName("threads"),
            JAVA_INT.withName("poison"), ADDRESS.withName("events"),
            JAVA_LONG.withName("mostEvents"), JAVA_LONG.withName("eventCount"),
            MemoryLayout.sequenceLayout(512, JAVA_BYTE).withName("message"));
    private static final int EVENT_INTS = 4;
    private static final long MOST_EVENTS = 1 << 16;
    private static final MethodHandle RUN = Linker.nativeLinker().downcallHandle(
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));

    /// A library has one place for the shared memory of a block, whoever launches.
    private static final Object ONE_LAUNCH = new Object();

    private final Compiler compiler;
    private final Path cache;
    private final boolean checked;
    private final TwinMemory memory;
    private final Arguments arguments = new Arguments();
    private final Map<String, KernelLibrary> libraries = new HashMap<>();    // by text
    private final MemorySegment launch = Arena.ofAuto().allocate(LAUNCH);
    private boolean closed;

    TwinGpu(Compiler compiler, Path cache, long capacity, boolean checked) {
        this.compiler = compiler;
        this.cache = cache;
        this.checked = checked;
        memory = new TwinMemory(capacity, checked);
    }

    /// A twin with as much memory as the machine.
    ///
    /// @throws IllegalStateException if there is no C++ compiler
    public static TwinGpu open() {
        return new TwinGpu(Compiler.find(), cacheFolder(), machineMemory(), false);
    }

    /// A twin that looks for mistakes of kernels: what they read or write outside of the device's
    /// memory, and what they read before anything is written there, shared memory included, which
    /// is NaN. It is slower, and aligns memory to 16 bytes only.
    public static TwinGpu openChecked() {
        return new TwinGpu(Compiler.find(), cacheFolder(), machineMemory(), true);
    }

    private static Path cacheFolder() {
        return NativeLibrary.cache().resolve("twin");
    }

    private static long machineMemory() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                .getTotalMemorySize();
    }

    @Override
    public String description() {
        return "twin of a GPU on this processor (%s)".formatted(compiler.program());
    }

    @Override
    public synchronized Room room() {
        return new Room(memory.free(), memory.capacity());
    }

    /// How many blocks of memory are allocated and not freed.
    public synchronized int allocations() {
        return memory.blocks();
    }

    @Override
    public synchronized long allocate(long bytes) {
        requireOpen();
        return memory.allocate(bytes);
    }

    @Override
    public synchronized void free(long address) {
        requireOpen();
        memory.free(address);
    }

    @Override
    public synchronized void copyIn(MemorySegment source, long target) {
        memory.bytes(target, source.byteSize()).copyFrom(source);
    }

    @Override
    public synchronized void copyOut(long source, MemorySegment target) {
        target.copyFrom(memory.bytes(source, target.byteSize()));
    }

    @Override
    public synchronized void copy(long source, long target, long bytes) {
        memory.bytes(target, bytes).copyFrom(memory.bytes(source, bytes));
    }

    @Override
    public synchronized void fill(long target, int word, long words) {
        MemorySegment bytes = memory.bytes(target, Math.multiplyExact(words, JAVA_INT.byteSize()));
        for (long i = 0; i < words; i++) {
            bytes.setAtIndex(JAVA_INT, i, word);
        }
    }

    @Override
    public synchronized Kernel kernel(KernelSource source, String name) {
        requireOpen();
        Signature signature = source.signature(name);
        KernelLibrary library = libraries.computeIfAbsent(source.text(),
                text -> KernelLibrary.of(source, compiler, cache));
        return new Kernel(signature, library.entry(name));
    }

    @Override
    public void launch(Kernel kernel, Grid grid, Object... values) {
        run(kernel, grid, MemorySegment.NULL, values);
    }

    /// Runs a kernel as [#launch] does, and tells in which order its threads ran.
    ///
    /// @throws IllegalStateException if more happens than 65,536 events
    public List<TraceEvent> trace(Kernel kernel, Grid grid, Object... values) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment events = arena.allocate(JAVA_INT, MOST_EVENTS * EVENT_INTS);
            long count = run(kernel, grid, events, values);
            List<TraceEvent> list = new ArrayList<>();
            for (int i = 0; i < count * EVENT_INTS; i += EVENT_INTS) {
                list.add(new TraceEvent(events.getAtIndex(JAVA_INT, i),
                        events.getAtIndex(JAVA_INT, i + 1), events.getAtIndex(JAVA_INT, i + 2),
                        TraceEvent.Kind.values()[events.getAtIndex(JAVA_INT, i + 3)]));
            }
            return list;
        }
    }

    /// Runs a kernel.
    ///
    /// @param events receives what happened, unless it is null
    /// @return how many events there were
    private synchronized long run(Kernel kernel, Grid grid, MemorySegment events,
            Object... values) {
        requireOpen();
        MemorySegment pointers = arguments.of(kernel.signature(), values);
        setUp(grid, events);
        int failed;
        synchronized (ONE_LAUNCH) {
            failed = call(MemorySegment.ofAddress(kernel.address()), pointers);
        }
        String name = kernel.signature().name();
        if (failed != 0) {
            throw new IllegalStateException("%s: %s".formatted(name,
                    launch.getString(offset("message"))));
        }
        List<String> damaged = memory.damaged();
        if (!damaged.isEmpty()) {
            throw new IllegalStateException(("%s: a kernel must write within blocks of memory, got "
                    + "a value beside %s").formatted(name, damaged.getFirst()));
        }
        return launch.get(JAVA_LONG, offset("eventCount"));
    }

    private void setUp(Grid grid, MemorySegment events) {
        int[] sizes = {grid.x(), grid.y(), grid.threads(), checked ? 1 : 0};
        MemorySegment.copy(sizes, 0, launch, JAVA_INT, 0, sizes.length);
        launch.set(ADDRESS, offset("events"), events);
        launch.set(JAVA_LONG, offset("mostEvents"), MOST_EVENTS);
        launch.set(JAVA_LONG, offset("eventCount"), 0);
    }

    private static long offset(String field) {
        return LAUNCH.byteOffset(PathElement.groupElement(field));
    }

    private int call(MemorySegment entry, MemorySegment pointers) {
        try {
            return (int) RUN.invokeExact(entry, pointers, launch);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /// Nothing to wait for.
    @Override
    public void synchronize() {
        requireOpen();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("a twin must be open to be used, got a closed one");
        }
    }

    @Override
    public synchronized void close() {
        memory.freeAll();
        closed = true;
    }
}

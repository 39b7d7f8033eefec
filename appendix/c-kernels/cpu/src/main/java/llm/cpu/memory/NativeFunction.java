package llm.cpu.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// A function outside Java that is given up to six whole numbers or addresses. Each call passes
/// six, because Java needs milliseconds to learn another kind of call; a function looks only where
/// its own arguments are.
///
/// @param handle gives a whole number, of which the function may have set a part or nothing
public record NativeFunction(MethodHandle handle) {
    private static final FunctionDescriptor SIX_NUMBERS = FunctionDescriptor.of(JAVA_LONG,
            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    /// A function of the C library, if it has one of this name.
    public static Optional<NativeFunction> named(String name) {
        return Linker.nativeLinker().defaultLookup().find(name).map(NativeFunction::at);
    }

    public static NativeFunction at(MemorySegment code, Linker.Option... options) {
        return new NativeFunction(
                Linker.nativeLinker().downcallHandle(code, SIX_NUMBERS, options));
    }

    public long call(long a) {
        return call(a, 0, 0, 0, 0, 0);
    }

    public long call(long a, long b, long c) {
        return call(a, b, c, 0, 0, 0);
    }

    public long call(long a, long b, long c, long d) {
        return call(a, b, c, d, 0, 0);
    }

    public long call(long a, long b, long c, long d, long e, long f) {
        try {
            return (long) handle.invokeExact(a, b, c, d, e, f);
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

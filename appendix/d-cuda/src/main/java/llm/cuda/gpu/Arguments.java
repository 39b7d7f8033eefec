package llm.cuda.gpu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Arguments of a kernel as C wants them: an array of pointers, each to a value. The memory is used
/// again for the next launch, so one launch at a time.
public final class Arguments {
    private static final int MOST = 64;

    private final MemorySegment values = Arena.ofAuto().allocate(JAVA_LONG, MOST);
    private final MemorySegment pointers = Arena.ofAuto().allocate(ADDRESS, MOST);

    public Arguments() {
        for (int i = 0; i < MOST; i++) {
            pointers.setAtIndex(ADDRESS, i, values.asSlice(i * JAVA_LONG.byteSize()));
        }
    }

    /// @return the pointers; valid until the next call
    /// @throws IllegalArgumentException if the kernel's signature says otherwise
    public MemorySegment of(Signature signature, Object... arguments) {
        signature.require(arguments);
        for (int i = 0; i < arguments.length; i++) {
            long at = i * JAVA_LONG.byteSize();
            switch (arguments[i]) {
                case Long value -> values.set(JAVA_LONG, at, value);
                case Integer value -> values.set(JAVA_INT, at, value);
                case Float value -> values.set(JAVA_FLOAT, at, value);
                case Double value -> values.set(JAVA_DOUBLE, at, value);
                default -> throw new IllegalStateException();
            }
        }
        return pointers;
    }
}

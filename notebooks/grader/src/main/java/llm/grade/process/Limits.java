package llm.grade.process;

import java.time.Duration;

/// What an answer may use.
///
/// @param time      from the first call to the last, with some more for a start
/// @param heapMib   of its JVM
/// @param memoryMib of its process and those that it starts, on Linux
/// @param outputKib printed
/// @param diskMib   written, in the sandbox
/// @param processes it may have beside its own
public record Limits(Duration time, int heapMib, int memoryMib, int outputKib, int diskMib,
        int processes) {
    /// Enough for every exercise of the book many times over.
    public static Limits usual() {
        return new Limits(Duration.ofSeconds(10), 384, 1536, 1024, 32, 4);
    }

    /// As these, with another time.
    public Limits withTime(Duration other) {
        return new Limits(other, heapMib, memoryMib, outputKib, diskMib, processes);
    }
}

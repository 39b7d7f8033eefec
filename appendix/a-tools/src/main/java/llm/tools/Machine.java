package llm.tools;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/// The memory of this machine.
final class Machine {
    private static final Path MEMINFO = Path.of("/proc/meminfo");

    private Machine() {}

    /// Memory that a new program can have, in bytes.
    static long availableBytes() {
        try {
            if (Files.isReadable(MEMINFO)) {
                return Files.readAllLines(MEMINFO).stream()
                        .filter(line -> line.startsWith("MemAvailable:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                        .findFirst().orElseGet(Machine::freeBytes);
            }
        } catch (IOException _) {
            // the system tells it another way
        }
        return freeBytes();
    }

    private static long freeBytes() {
        var system = (com.sun.management.OperatingSystemMXBean)
                ManagementFactory.getOperatingSystemMXBean();
        return system.getFreeMemorySize();
    }
}

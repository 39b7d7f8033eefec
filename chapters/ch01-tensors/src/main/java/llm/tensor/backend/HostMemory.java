package llm.tensor.backend;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/// The machine's memory.
public final class HostMemory {
    private static final Path MEMINFO = Path.of("/proc/meminfo");

    private HostMemory() {
    }

    /// What a new program can have, in bytes.
    public static long availableBytes() {
        OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        try {
            if (Files.isReadable(MEMINFO)) {
                long available = Files.readAllLines(MEMINFO).stream()
                        .filter(line -> line.startsWith("MemAvailable:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                        .findFirst().orElseGet(system::getFreeMemorySize);
                return Math.min(available, system.getTotalMemorySize());     // a container has less
            }
        } catch (IOException _) {
            // the system tells it another way
        }
        return system.getFreeMemorySize();
    }
}

package llm.tools;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import llm.bench.ResidentMemory;
import org.jspecify.annotations.Nullable;

/// The memory of this machine.
final class Machine {
    private static final Path MEMINFO = Path.of("/proc/meminfo");

    private Machine() {}

    /// Memory that a new program can have, in bytes.
    static long availableBytes() {
        try {
            if (Files.isReadable(MEMINFO)) {
                long available = Files.readAllLines(MEMINFO).stream()
                        .filter(line -> line.startsWith("MemAvailable:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                        .findFirst().orElseGet(() -> system().getFreeMemorySize());
                return Math.min(available, system().getTotalMemorySize()); // a container has less
            }
        } catch (IOException _) {
            // the system tells it another way
        }
        return system().getFreeMemorySize();
    }

    /// The most memory this process ever held, in MiB; null where the system does not tell.
    static @Nullable Long peakRssMiB() {
        OptionalLong peak = ResidentMemory.peakMiB();
        return peak.isPresent() ? peak.getAsLong() : null;
    }

    private static OperatingSystemMXBean system() {
        return (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    }
}

package llm.tools.cli;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;
import llm.bench.ResidentMemory;
import org.jspecify.annotations.Nullable;

/// What the commands run on.
public final class Machine {
    private static final Path CPUINFO = Path.of("/proc/cpuinfo");

    private Machine() {}

    /// Processor, memory, JDK and system, in a few words.
    public static String words() {
        return "%s, %d cores for Java, %,d MiB of memory, JDK %s, %s".formatted(processor(),
                Runtime.getRuntime().availableProcessors(), system().getTotalMemorySize() >> 20,
                Runtime.version(), System.getProperty("os.name"));
    }

    private static String processor() {
        try (Stream<String> lines = Files.lines(CPUINFO)) {
            return lines.filter(line -> line.startsWith("model name")).findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException | UncheckedIOException _) {
            return System.getProperty("os.arch");            // not a Linux
        }
    }

    /// The most memory this process ever held, in MiB; null where the system does not tell.
    public static @Nullable Long peakRssMiB() {
        OptionalLong peak = ResidentMemory.peakMiB();
        return peak.isPresent() ? peak.getAsLong() : null;
    }

    private static OperatingSystemMXBean system() {
        return (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    }
}

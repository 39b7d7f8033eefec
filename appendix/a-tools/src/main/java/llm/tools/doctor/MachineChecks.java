package llm.tools.doctor;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import jdk.incubator.vector.FloatVector;

/// What `./llm doctor` asks the hardware and the JDK.
final class MachineChecks {
    private static final Runtime.Version JDK = Runtime.Version.parse("25.0.3");
    private static final double GIB = 1L << 30;
    private static final double MEMORY_NEEDED = 2;
    private static final double MEMORY_WANTED = 8;
    private static final double DISK_WANTED = 2;

    private final Path cache;

    MachineChecks(Path cache) {
        this.cache = cache;
    }

    List<Diagnosis> all() {
        return List.of(jdk(Runtime.version()), cpu(), memory(memoryGib()), disk());
    }

    /// Releases before 25.0.3 can corrupt data under G1, the notebooks' collector (JDK-8377811).
    static Diagnosis jdk(Runtime.Version version) {
        String found = System.getProperty("java.vendor") + " " + version
                + " in " + System.getProperty("java.home");
        String advice = "Install JDK " + JDK + " or newer: https://adoptium.net";
        if (version.feature() < JDK.feature()) {
            return Diagnosis.missing("JDK", found, advice);
        }
        return version.compareToIgnoreOptional(JDK) >= 0 ? Diagnosis.ok("JDK", found)
                : Diagnosis.optional("JDK", found, advice + "; this one has a fault that can "
                        + "damage data in long runs of notebooks.");
    }

    private static Diagnosis cpu() {
        int lanes = FloatVector.SPECIES_PREFERRED.length();
        String found = System.getProperty("os.arch") + ", "
                + Runtime.getRuntime().availableProcessors() + " cores, " + instructions()
                + ", " + lanes + " floats at once";
        return lanes >= 4 ? Diagnosis.ok("CPU", found) : Diagnosis.optional("CPU", found,
                "No vector instructions seen: training will be slow on this machine.");
    }

    /// The instruction set that the JVM uses, by its own options.
    private static String instructions() {
        return switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> switch (vmOption("UseAVX")) {
                case "3" -> "AVX-512";
                case "2" -> "AVX2";
                case "1" -> "AVX";
                default -> "SSE";
            };
            case "aarch64" -> "0".equals(vmOption("UseSVE")) ? "NEON" : "SVE";
            default -> "instructions unknown";
        };
    }

    private static String vmOption(String name) {
        return ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .getVMOption(name).getValue();
    }

    private static double memoryGib() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getTotalMemorySize() / GIB; // the container's limit, where there is one
    }

    static Diagnosis memory(double gib) {
        String found = gib(gib);
        if (gib < MEMORY_NEEDED) {
            return Diagnosis.missing("Memory", found, "The tour needs " + gib(MEMORY_NEEDED) + ".");
        }
        return gib >= MEMORY_WANTED ? Diagnosis.ok("Memory", found)
                : Diagnosis.optional("Memory", found, "Enough for the small models; training "
                        + "GPT-2 124M wants " + gib(MEMORY_WANTED));
    }

    private Diagnosis disk() {
        try {
            Path folder = Files.exists(cache) ? cache : cache.getRoot();
            double gib = Files.getFileStore(folder).getUsableSpace() / GIB;
            String found = gib(gib) + " free";
            return gib >= DISK_WANTED ? Diagnosis.ok("Disk", found)
                    : Diagnosis.missing("Disk", found, "Free some space: libraries and models want "
                            + gib(DISK_WANTED) + ".");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String gib(double gib) {
        return String.format(Locale.ROOT, gib < 10 ? "%.1f GiB" : "%.0f GiB", gib);
    }
}

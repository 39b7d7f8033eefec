package llm.tools;

import java.util.Locale;

/// A number of bytes in words.
final class Bytes {
    static final long KILO = 1000;
    private static final long MEGA = KILO * KILO;
    private static final long GIGA = KILO * MEGA;

    private Bytes() {}

    /// In kilobytes, megabytes or gigabytes, such as `2.5 GB`.
    static String words(long bytes) {
        if (bytes >= GIGA) {
            return String.format(Locale.ROOT, "%.1f GB", bytes / (double) GIGA);
        }
        return bytes >= MEGA ? (bytes + MEGA / 2) / MEGA + " MB"
                : (bytes + KILO / 2) / KILO + " kB";
    }
}

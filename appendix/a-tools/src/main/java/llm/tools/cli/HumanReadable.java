package llm.tools.cli;

import java.util.Locale;

/// Sizes, times and texts as people like to read them.
public final class HumanReadable {
    public static final long KILO = 1000;
    private static final long MEGA = KILO * KILO;
    private static final long GIGA = KILO * MEGA;

    private HumanReadable() {}

    /// In kilobytes, megabytes or gigabytes, such as `2.5 GB`.
    public static String bytes(long bytes) {
        if (bytes >= GIGA) {
            return String.format(Locale.ROOT, "%.1f GB", bytes / (double) GIGA);
        }
        return bytes >= MEGA ? (bytes + MEGA / 2) / MEGA + " MB"
                : (bytes + KILO / 2) / KILO + " kB";
    }

    /// In seconds, minutes or hours, such as `1.5 hours`.
    public static String minutes(double minutes) {
        if (minutes < 1.5) {
            return Math.max(1, Math.round(minutes * 60)) + " seconds";
        }
        return minutes < 90 ? Math.round(minutes) + " minutes"
                : String.format(Locale.ROOT, "%.1f hours", minutes / 60);
    }

    /// In quotation marks; spaces at the edges and line breaks are seen.
    public static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
                .replace("\t", "\\t") + '"';
    }
}

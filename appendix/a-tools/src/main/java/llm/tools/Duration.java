package llm.tools;

import java.util.Locale;

/// A span of time in words.
final class Duration {
    private Duration() {}

    static String ofMinutes(double minutes) {
        if (minutes < 1.5) {
            return Math.max(1, Math.round(minutes * 60)) + " seconds";
        }
        return minutes < 90 ? Math.round(minutes) + " minutes"
                : String.format(Locale.ROOT, "%.1f hours", minutes / 60);
    }
}

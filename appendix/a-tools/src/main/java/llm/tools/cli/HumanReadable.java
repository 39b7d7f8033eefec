package llm.tools.cli;

import java.util.Locale;
import java.util.stream.Collectors;

/// Sizes, times and texts as people like to read them.
public final class HumanReadable {
    public static final long KILO = 1000;
    private static final long MEGA = KILO * KILO;
    private static final long GIGA = KILO * MEGA;
    private static final int MOST_LETTERS = 1_500;           // of a message
    private static final int MOST_OF_A_WORD = 300;           // paths may be long

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

    /// A line that a terminal shows and does not obey, whatever a file made it hold: control
    /// characters, and those that turn the direction, are written as numbers; what is very long is
    /// cut in the middle.
    public static String line(String text) {
        StringBuilder line = new StringBuilder();
        for (String word : shortened(text, MOST_LETTERS, 2 * MOST_LETTERS / 3).split("(?<=\\s)")) {
            shortened(word, MOST_OF_A_WORD, MOST_OF_A_WORD / 3).codePoints().forEach(c -> {
                if (isInvisible(c)) {
                    line.append(String.format(Locale.ROOT, "\\u%04x", c));
                } else {
                    line.appendCodePoint(c);
                }
            });
        }
        return line.toString();
    }

    private static String shortened(String text, int most, int kept) {
        return text.length() <= most ? text
                : text.substring(0, kept) + "…" + text.substring(text.length() - kept / 2);
    }

    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE,
                 Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    /// In quotation marks; spaces at the edges and line breaks are seen.
    public static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
                .replace("\t", "\\t").codePoints()
                .mapToObj(c -> Character.getType(c) == Character.CONTROL
                        ? String.format(Locale.ROOT, "\\u%04x", c) : Character.toString(c))
                .collect(Collectors.joining()) + '"';
    }
}

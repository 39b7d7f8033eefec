package llm.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import llm.show.Scale;

/// A number in the prose that names the variable it comes from:
/// `The loss begins at 10.99<!-- value: firstLoss 0.01 -->`.
///
/// The marker stands right after the number, or after its unit or other words on the same line. The
/// second word is a relative tolerance; without it, the value must round to the digits shown. The
/// word `full` at the end says that the number holds at full scale only.
///
/// A number may have thousands separators, a sign, an exponent; `%` after it divides it by 100, and
/// `thousand`, `million`, `billion`, `trillion` multiply it.
///
/// @param number as written
/// @param value  what it stands for
/// @param step   what one unit of its last digit stands for
record ValueMarker(String number, double value, double step, String variable,
                   Optional<Double> tolerance, boolean fullScaleOnly) {
    private static final Pattern MARKER = Pattern.compile("<!--\\s*value:\\s*([^>]*?)\\s*-->");
    private static final Pattern NUMBER = Pattern.compile(
            "([-−]?\\d[\\d,]*(?:\\.\\d+)?(?:[eE][-+]?\\d+)?)[*_`$ \u00a0]*"
                    + "(%|thousand|million|billion|trillion)?");

    /// All markers of a text.
    ///
    /// @throws IllegalArgumentException if one follows no number or cannot be read
    static List<ValueMarker> in(String prose) {
        var markers = new ArrayList<ValueMarker>();
        Matcher marker = MARKER.matcher(prose);
        int from = 0;
        while (marker.find()) {
            String before = prose.substring(from, marker.start());
            markers.add(of(before.substring(before.lastIndexOf('\n') + 1), marker.group(1)));
            from = marker.end();
        }
        return markers;
    }

    private static ValueMarker of(String before, String marker) {
        String[] words = marker.split("\\s+");
        boolean full = words.length > 1 && words[words.length - 1].equals("full");
        int count = words.length - (full ? 1 : 0);
        String digits = null;
        String unit = null;
        Matcher numbers = NUMBER.matcher(before);
        while (numbers.find()) {
            digits = numbers.group(1);
            unit = numbers.group(2);
        }
        if (digits == null || count < 1 || count > 2 || words[0].isEmpty()) {
            throw new IllegalArgumentException("a value marker must follow a number and read "
                    + "<!-- value: name [tolerance] [full] -->, got value: " + marker + " after \""
                    + before.strip() + "\"");
        }
        Optional<Double> tolerance = count == 2
                ? Optional.of(Double.parseDouble(words[1])) : Optional.empty();
        String plain = digits.replace(",", "").replace('−', '-');
        double factor = factor(unit == null ? "" : unit);
        return new ValueMarker(digits, Double.parseDouble(plain) * factor,
                lastDigit(plain) * factor, words[0], tolerance, full);
    }

    private static double factor(String unit) {
        return switch (unit) {
            case "%" -> 0.01;
            case "thousand" -> 1e3;
            case "million" -> 1e6;
            case "billion" -> 1e9;
            case "trillion" -> 1e12;
            default -> 1;
        };
    }

    private static double lastDigit(String number) {
        String mantissa = number.toLowerCase(Locale.ROOT).replaceFirst("e.*", "");
        int dot = mantissa.indexOf('.');
        int exponent = number.length() == mantissa.length() ? 0
                : Integer.parseInt(number.substring(mantissa.length() + 1));
        int decimals = dot < 0 ? 0 : mantissa.length() - dot - 1;
        return Math.pow(10, exponent - decimals);
    }

    /// Whether the marker counts at this scale.
    boolean applies() {
        return !fullScaleOnly || Scale.isFull();
    }

    /// Holds the number against the variable's value.
    ///
    /// @return what is wrong; empty if the number holds
    Optional<String> complaint(Optional<Object> actual) {
        if (actual.isEmpty()) {
            return Optional.of(variable + " must be set by a cell, got no such variable");
        }
        if (!(actual.get() instanceof Number measured)) {
            return Optional.of(variable + " must be a number, got " + actual.get());
        }
        double allowed = tolerance.isPresent() ? tolerance.get() * Math.abs(value)
                : step / 2 * (1 + 1e-9);
        return Math.abs(measured.doubleValue() - value) <= allowed ? Optional.empty()
                : Optional.of("the prose says %s, but %s is %s".formatted(number, variable,
                        measured));
    }
}

package llm.tools.cli;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A number of bytes as it is typed, such as `5GB` or `200MB`; a kilobyte is 1,000 bytes.
public final class ByteSize implements ITypeConverter<Long> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(|KB|MB|GB)");
    private static final Map<String, Long> UNITS = Map.of("", 1L, "KB", HumanReadable.KILO,
            "MB", HumanReadable.KILO * HumanReadable.KILO,
            "GB", HumanReadable.KILO * HumanReadable.KILO * HumanReadable.KILO);

    @Override
    public Long convert(String text) {
        Matcher matcher = FORM.matcher(text.strip().toUpperCase(Locale.ROOT));
        long bytes = matcher.matches()
                ? Long.parseLong(matcher.group(1)) * UNITS.get(matcher.group(2)) : 0;
        if (bytes < 1) {
            throw new TypeConversionException(
                    "a size must be a whole number of KB, MB or GB above 0, got \"" + text + "\"");
        }
        return bytes;
    }
}

package llm.tools;

import java.lang.reflect.AnnotatedElement;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import llm.tools.cli.Bounds;
import llm.tools.cli.DeviceOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// What is done with the options of a command line before its command runs: numbers are held against
/// their [Bounds], and the device is chosen.
final class OptionBounds {
    private OptionBounds() {}

    /// Runs the command that was asked for, unless an option is not possible.
    static int run(ParseResult parsed) {
        Integer helped = CommandLine.executeHelpRequest(parsed);
        if (helped != null) {
            return helped;
        }
        for (ParseResult part = parsed; part != null; part = part.subcommand()) {
            part.matchedOptions().forEach(OptionBounds::require);
            DeviceOption.use(part);
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private static void require(OptionSpec option) {
        Bounds bounds = option.userObject() instanceof AnnotatedElement field
                ? field.getAnnotation(Bounds.class) : null;
        if (bounds != null) {
            for (Object value : numbers(option.getValue())) {
                double number = ((Number) value).doubleValue();
                boolean tooSmall = bounds.above() ? !(number > bounds.from())
                        : !(number >= bounds.from());
                if (tooSmall || number > bounds.to()) {
                    throw new ParameterException(option.command().commandLine(),
                            "%s must be %s, got %s.".formatted(option.longestName(), words(bounds),
                                    shown(value)));
                }
            }
        }
    }

    private static Collection<?> numbers(@Nullable Object value) {
        return switch (value) {
            case null -> List.of();
            case Collection<?> several -> several;
            default -> List.of(value);
        };
    }

    private static String words(Bounds bounds) {
        return bounds.above() ? "above " + shown(bounds.from()) + " and at most "
                + shown(bounds.to()) : "from " + shown(bounds.from()) + " to " + shown(bounds.to());
    }

    /// Without an exponent: 1000000000, not 1.0E9.
    private static String shown(Object number) {
        return number instanceof Double value && Double.isFinite(value)
                ? new BigDecimal(value.toString()).stripTrailingZeros().toPlainString()
                : String.valueOf(number);
    }
}

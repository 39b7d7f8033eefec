package llm.text.pretokenize;

import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A place in an expression of Oniguruma that is being read.
final class OnigurumaCursor {

    private static final Pattern COUNT = Pattern.compile("\\{(\\d{0,6})(,?)(\\d{0,6})\\}");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9]*");
    private static final String CONTROLS = "tnrfvae";
    private static final String CONTROL_CODES = "\t\n\r\f\u000B\u0007\u001B";
    private static final int MOST = 100_000;            // repeats in a count

    private final String source;
    private int at;

    /// How often something is repeated; −1 as the highest number means any.
    record Count(int lowest, int highest) {

        boolean isFixed() {
            return lowest == highest;
        }

        String java() {
            return isFixed() ? "{" + lowest + "}"
                    : "{" + lowest + "," + (highest < 0 ? "" : highest) + "}";
        }
    }

    OnigurumaCursor(String source) {
        this.source = source;
    }

    boolean more() {
        return at < source.length();
    }

    int position() {
        return at;
    }

    int peek() {
        return source.codePointAt(at);
    }

    /// The character behind the next one, or −1.
    int second() {
        return at + 1 < source.length() ? source.charAt(at + 1) : -1;
    }

    boolean at(char c) {
        return more() && source.charAt(at) == c;
    }

    boolean at(String text) {
        return source.startsWith(text, at);
    }

    /// The character before the place.
    char before() {
        return source.charAt(at - 1);
    }

    int next() {
        if (!more()) {
            throw refused("an end where something must follow");
        }
        int c = peek();
        at += Character.charCount(c);
        return c;
    }

    /// Goes past `text` if it stands here.
    boolean take(String text) {
        boolean there = at(text);
        at += there ? text.length() : 0;
        return there;
    }

    void skip(IntPredicate wanted) {
        while (more() && wanted.test(peek())) {
            next();
        }
    }

    /// The text before the next `end`, past which it goes.
    String upTo(char end) {
        int to = source.indexOf(end, at);
        if (to < 0) {
            throw refused("no " + end + " behind it");
        }
        String text = source.substring(at, to);
        at = to + 1;
        return text;
    }

    /// The name of a group, in the letters and digits that Java allows.
    String name(char end) {
        String name = upTo(end);
        if (!NAME.matcher(name).matches()) {
            throw refused("a group named \"" + name + "\"");
        }
        return name;
    }

    /// Whether an anchor or a look around begins at `start`.
    boolean isAnchor(int start) {
        return source.startsWith("^", start) || source.startsWith("$", start)
                || source.startsWith("|", start)
                || Pattern.compile("\\\\[AZzbB]|\\(\\?<?[=!]").matcher(source)
                        .region(start, source.length()).lookingAt();
    }

    private Matcher countHere() {
        return COUNT.matcher(source).region(at, source.length());
    }

    /// Whether a count such as `{2}`, `{2,}`, `{,3}` or `{2,3}` stands here.
    boolean isCount() {
        Matcher count = countHere();
        return at('{') && count.lookingAt()
                && !(count.group(1).isEmpty() && count.group(3).isEmpty());
    }

    /// Reads it.
    Count count() {
        Matcher count = countHere();
        count.lookingAt();
        at = count.end();
        int lowest = count.group(1).isEmpty() ? 0 : Integer.parseInt(count.group(1));
        int highest = count.group(2).isEmpty() ? lowest
                : count.group(3).isEmpty() ? -1 : Integer.parseInt(count.group(3));
        if (Math.max(lowest, highest) > MOST || highest >= 0 && lowest > highest) {
            throw refused("the count " + count.group());
        }
        return new Count(lowest, highest);
    }

    /// The character that an escape stands for, whose first character `c` was read.
    int literalEscape(int c) {
        int control = CONTROLS.indexOf(c);
        if (control >= 0) {
            return CONTROL_CODES.charAt(control);
        }
        return switch (c) {
            case 'x' -> take("{") ? code(upTo('}'), 1, 6) : byteCode(digits(2));
            case 'u' -> code(digits(4), 4, 4);
            case '0' -> octal(c, 2);
            default -> {
                if (c < 0x80 && Character.isLetterOrDigit(c)) {
                    throw refused("\\" + Character.toString(c));
                }
                yield c;
            }
        };
    }

    private String digits(int most) {
        int start = at;
        skip(c -> Character.digit(c, 16) >= 0 && c < 0x80 && at - start < most);
        return source.substring(start, at);
    }

    /// The code of a digit that was read and of up to `more` behind it.
    int octal(int first, int more) {
        int start = at;
        skip(c -> c >= '0' && c <= '7' && at - start < more);
        return byteCode(Integer.toHexString(
                Integer.parseInt(Character.toString(first) + source.substring(start, at), 8)));
    }

    /// In UTF-8 a byte above 127 is only a part of a character.
    private int byteCode(String digits) {
        int code = code(digits, 1, 3);
        if (code >= 0x80) {
            throw refused("\\x" + digits + ", a part of a character");
        }
        return code;
    }

    private int code(String digits, int fewest, int most) {
        boolean valid = digits.length() >= fewest && digits.length() <= most
                && digits.chars().allMatch(c -> Character.digit(c, 16) >= 0);
        int code = valid ? Integer.parseInt(digits, 16) : -1;
        if (!Character.isValidCodePoint(code)
                || code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE) {
            throw refused("the code \"" + digits + "\"");
        }
        return code;
    }

    /// How Java's expressions say a character, within classes and without.
    static String java(int codePoint) {
        return codePoint < 0x80 && Character.isLetterOrDigit(codePoint)
                ? Character.toString(codePoint)
                : "\\x{" + Integer.toHexString(codePoint) + "}";
    }

    IllegalArgumentException refused(String what) {
        return new IllegalArgumentException("a regular expression of Oniguruma must use what "
                + "Java's can say too, got " + what + " in " + source);
    }
}

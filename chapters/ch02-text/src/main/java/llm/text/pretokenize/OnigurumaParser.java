package llm.text.pretokenize;

import java.util.List;

/// Translates an expression of Oniguruma to one of Java's, in one pass from left to right.
///
/// What differs: `(?m)` lets `.` match line ends; `(?i)` reaches to the end of its group, past `|`;
/// `{n}?` means "n times or not at all"; a `+` behind `{n,m}` repeats; `{,n}` has no lower bound;
/// `{` is itself where it opens no count; quantifiers may follow one another.
final class OnigurumaParser {

    private static final String LINE_BREAK =
            "(?>\\r\\n|[\\n-\\r\\x{85}\\x{2028}\\x{2029}])";
    /// Java's lookbehind steps by whole characters only where its text holds one beyond the Basic
    /// Multilingual Plane. This one can never match.
    private static final String WHOLE_CHARACTERS = "(?!)\uD800\uDC00|";

    private static final int DEEPEST = 200;

    private final OnigurumaCursor cursor;
    private int depth;
    private int groups;
    private int highestReference;
    private boolean hasNames;

    /// @param ignoreCase `(?i)`
    /// @param dotAll     `(?m)`
    /// @param extended   `(?x)`: white space and comments mean nothing
    record Options(boolean ignoreCase, boolean dotAll, boolean extended) {

        Options with(int letter, boolean on) {
            return new Options(letter == 'i' ? on : ignoreCase, letter == 'm' ? on : dotAll,
                    letter == 'x' ? on : extended);
        }
    }

    OnigurumaParser(String source) {
        cursor = new OnigurumaCursor(source);
    }

    /// @throws IllegalArgumentException if the expression is broken or has no counterpart
    String translate() {
        String java = alternatives(new Options(false, false, false));
        if (cursor.more()) {
            throw cursor.refused("a ) without its (");
        }
        if (highestReference > groups || hasNames && highestReference > 0) {
            throw cursor.refused("\\" + highestReference + " without a group of this number");
        }
        return java;
    }

    /// Everything up to the end of the group or of the expression.
    private String alternatives(Options options) {
        if (++depth > DEEPEST) {
            throw cursor.refused("more than " + DEEPEST + " groups within each other");
        }
        StringBuilder java = new StringBuilder();
        CaseFolding folding = new CaseFolding(cursor);
        for (skipUnread(options); cursor.more() && !cursor.at(')'); skipUnread(options)) {
            int start = cursor.position();
            String atom = atom(options, folding);
            java.append(isQuantified(options) ? quantified(atom, start, options) : atom);
        }
        depth--;
        return java.toString();
    }

    private void skipUnread(Options options) {
        while (cursor.more()) {
            if (cursor.take("(?#")) {
                cursor.upTo(')');
            } else if (options.extended && cursor.take("#")) {
                cursor.skip(c -> c != '\n');
            } else if (options.extended && CharKind.isWhiteSpace(cursor.peek())) {
                cursor.next();
            } else {
                return;
            }
        }
    }

    private String atom(Options options, CaseFolding folding) {
        int c = cursor.next();
        if (options.ignoreCase && c != '\\' && !isMeta(c)) {
            return folding.literal(c);
        }
        if (c != '\\') {
            folding.end();
        }
        return switch (c) {
            case '|' -> "|";
            case '(' -> group(options);
            case '[' -> new OnigurumaClass(cursor, options.ignoreCase).read();
            case '.' -> options.dotAll ? "(?s:.)" : ".";
            case '^', '$' -> Character.toString(c);
            case '\\' -> escape(options, folding);
            case '*', '+', '?' -> throw cursor.refused("a quantifier with nothing before it");
            default -> OnigurumaCursor.java(c);
        };
    }

    private static boolean isMeta(int c) {
        return "|()[.^$\\*+?".indexOf(c) >= 0;
    }

    private String escape(Options options, CaseFolding folding) {
        int c = cursor.next();
        if (c != '0' && Character.isDigit(c) && c < 0x80) {
            folding.end();
            return ignoringCase(options, reference(c - '0'));
        }
        String java = switch (c) {
            case 'A', 'Z', 'z' -> "\\" + Character.toString(c);
            case 'b' -> OnigurumaClasses.WORD_BOUNDARY;
            case 'B' -> "(?!" + OnigurumaClasses.WORD_BOUNDARY + ")";
            case 'R' -> LINE_BREAK;
            case 'N' -> ".";
            case 'O' -> "(?s:.)";
            case 'k' -> ignoringCase(options, namedReference());
            default -> OnigurumaClasses.isEscape(c)
                    ? new OnigurumaClass(cursor, false).escape(c, true) : "";
        };
        if (!java.isEmpty()) {
            folding.end();
            return java;
        }
        int literal = cursor.literalEscape(c);
        return options.ignoreCase ? folding.literal(literal) : OnigurumaCursor.java(literal);
    }

    private static String ignoringCase(Options options, String reference) {
        return (options.ignoreCase ? "(?i:" : "(?:") + reference + ")";
    }

    private String reference(int number) {
        if (cursor.more() && Character.isDigit(cursor.peek())) {
            throw cursor.refused("\\" + number + Character.toString(cursor.peek())
                    + ", a group above 9 or an octal number");
        }
        highestReference = Math.max(highestReference, number);
        return "\\" + number;
    }

    private String namedReference() {
        char end = cursor.take("<") ? '>' : '\'';
        if (end == '\'' && !cursor.take("'")) {
            throw cursor.refused("\\k without a name");
        }
        return "\\k<" + cursor.name(end) + ">";
    }

    /// What stands between `(` and its `)`, with both.
    private String group(Options options) {
        if (!cursor.take("?")) {
            groups++;
            return "(" + rest(options);
        }
        for (String kind : List.of(":", "=", "!", ">")) {
            if (cursor.take(kind)) {
                return "(?" + kind + rest(options);
            }
        }
        for (String kind : List.of("<=", "<!")) {
            if (cursor.take(kind)) {
                return "(?" + kind + "(?:" + WHOLE_CHARACTERS + rest(options) + ")";
            }
        }
        if (cursor.take("<") || cursor.take("'")) {
            hasNames = true;
            groups++;
            return "(?<" + cursor.name(cursor.before() == '<' ? '>' : '\'') + ">" + rest(options);
        }
        return optionGroup(options);
    }

    private String rest(Options options) {
        String java = alternatives(options);
        if (!cursor.take(")")) {
            throw cursor.refused("a ( without its )");
        }
        return java + ")";
    }

    private String optionGroup(Options options) {
        Options changed = options;
        boolean on = true;
        for (int c = cursor.next(); c != ':' && c != ')'; c = cursor.next()) {
            if (c == '-') {
                on = false;
            } else if ("imx".indexOf(c) < 0) {
                throw cursor.refused("the group (?" + Character.toString(c));
            } else {
                changed = changed.with(c, on);
            }
        }
        return "(?:" + (cursor.before() == ':' ? rest(changed) : alternatives(changed) + ")");
    }

    private boolean isQuantified(Options options) {
        skipUnread(options);
        return cursor.more() && ("*+?".indexOf(cursor.peek()) >= 0 || cursor.isCount());
    }

    /// The atom with all quantifiers behind it.
    private String quantified(String atom, int start, Options options) {
        if (cursor.isAnchor(start)) {
            throw cursor.refused("a quantifier behind an anchor or a look around");
        }
        String java = atom;
        boolean nested = false;
        while (isQuantified(options)) {
            java = (nested ? "(?:" + java + ")" : java) + quantifier();
            nested = true;
        }
        return java;
    }

    private String quantifier() {
        if (!cursor.isCount()) {
            String java = Character.toString(cursor.next());
            return cursor.take("?") ? java + "?" : cursor.take("+") ? java + "+" : java;
        }
        OnigurumaCursor.Count count = cursor.count();
        boolean lazy = !count.isFixed() && cursor.take("?");
        return count.java() + (lazy ? "?" : "");
    }
}

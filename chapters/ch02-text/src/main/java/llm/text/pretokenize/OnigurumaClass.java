package llm.text.pretokenize;

import java.util.ArrayList;
import java.util.List;

/// Translates a class of characters such as `[a-z&&[^aeiou]]`, whose sets may be nested and
/// intersected; `^` is applied last of all.
final class OnigurumaClass {

    private static final int DEEPEST = 200;

    private final OnigurumaCursor cursor;
    private final boolean ignoreCase;
    private int depth;

    OnigurumaClass(OnigurumaCursor cursor, boolean ignoreCase) {
        this.cursor = cursor;
        this.ignoreCase = ignoreCase;
    }

    /// The class whose `[` was read, up to its `]`.
    String read() {
        if (++depth > DEEPEST) {
            throw cursor.refused("more than " + DEEPEST + " classes within each other");
        }
        boolean negated = cursor.take("^");
        List<String> sets = new ArrayList<>();
        StringBuilder set = new StringBuilder();
        if (cursor.take("]")) {                         // right behind the [ it is itself
            set.append("\\]");
        }
        while (!cursor.take("]")) {
            if (cursor.take("&&")) {
                sets.add(required(set));
                set = new StringBuilder();
            } else {
                member(set);
            }
        }
        sets.add(required(set));
        if (ignoreCase && sets.size() > 1) {
            throw cursor.refused("(?i) before a class with &&");
        }
        String content = sets.size() == 1 ? sets.getFirst()
                : "[" + String.join("]&&[", sets) + "]";
        depth--;
        return negated ? "[^[" + content + "]]" : "[" + content + "]";
    }

    private String required(StringBuilder set) {
        if (set.isEmpty()) {
            throw cursor.refused("a class or a part of one without characters");
        }
        return set.toString();
    }

    /// Adds the next character, range, named set or nested class.
    private void member(StringBuilder set) {
        if (cursor.take("[:")) {
            boolean negated = cursor.take("^");
            String name = cursor.upTo(':');
            if (!cursor.take("]")) {
                throw cursor.refused("the set [:" + name);
            }
            set.append(OnigurumaClasses.posix(cursor, name, negated, ignoreCase));
        } else if (cursor.take("[")) {
            if (ignoreCase && cursor.at('^')) {
                throw cursor.refused("(?i) before a class within which [^ stands");
            }
            set.append(read());
        } else if (cursor.at('\\') && OnigurumaClasses.isEscape(cursor.second())) {
            cursor.next();
            set.append(escape(cursor.next(), false));
            if (cursor.at('-') && !cursor.at("-]")) {
                throw cursor.refused("a range that begins with a set");
            }
        } else {
            range(set);
        }
    }

    private void range(StringBuilder set) {
        int from = character();
        boolean isRange = cursor.at('-') && !cursor.at("-]") && !cursor.at("-&&")
                && !cursor.at("-[");
        int to = from;
        if (isRange) {
            cursor.next();
            to = character();
        }
        if (from > to) {
            throw cursor.refused("a range that ends before it begins");
        }
        set.append(OnigurumaCursor.java(from)).append('-').append(OnigurumaCursor.java(to));
        if (ignoreCase) {
            set.append(new CaseFolding(cursor).variants(from, to));
        }
    }

    private int character() {
        int c = cursor.next();
        if (c != '\\') {
            return c;
        }
        int escape = cursor.next();
        if (OnigurumaClasses.isEscape(escape)) {
            throw cursor.refused("a range that ends with a set");
        }
        return escape == 'b' ? '\b'
                : escape >= '1' && escape <= '7' ? cursor.octal(escape, 2)
                : cursor.literalEscape(escape);
    }

    /// The set of an escape such as `\w`, whose letter was read, as a class in brackets.
    ///
    /// @param alone whether it stands outside of a class
    String escape(int letter, boolean alone) {
        if (letter == 'p' || letter == 'P') {
            if (!cursor.take("{")) {
                throw cursor.refused("\\p without {");
            }
            boolean negated = cursor.take("^") != (letter == 'P');
            String name = cursor.upTo('}');
            return OnigurumaClasses.isWord(name)
                    ? OnigurumaClasses.escape(negated ? 'W' : 'w', alone)
                    : OnigurumaClasses.property(cursor, name, negated, ignoreCase);
        }
        return OnigurumaClasses.escape(letter, alone);
    }
}

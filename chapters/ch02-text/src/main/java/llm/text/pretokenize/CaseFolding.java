package llm.text.pretokenize;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Says `(?i)` in classes of characters, `[kK\u212A]` for `k`: Java's own takes the two `i` of
/// Turkish for any other. Where Oniguruma folds one character to several, so that `ss` matches `ß`
/// and `fi` the ligature, the expression is refused.
final class CaseFolding {

    private static final int CASED = 0x1E960;           // no letter beyond has two cases
    private static final int LONGEST = 3;               // of what one character folds to
    private static final Set<Integer> TURKISH = Set.of(0x130, 0x131);

    /// The characters that fold to the same one, by each of them.
    private static final Map<Integer, Set<Integer>> VARIANTS = new HashMap<>();
    /// Characters that fold to several, and what they fold to.
    private static final Set<String> SEVERAL = new HashSet<>(
            Set.of("\u0130", "i\u0307", "\u1E9E"));

    static {
        for (int c = 'A'; c < CASED; c++) {
            int folded = fold(c);
            if (folded != c) {
                Set<Integer> variants = VARIANTS.computeIfAbsent(folded, _ -> new TreeSet<>());
                variants.add(folded);
                variants.add(c);
                VARIANTS.put(c, variants);
            }
        }
        IntStream.of(0x80, 0x1E00, 0xFB00)              // where Unicode has them
                .flatMap(start -> IntStream.range(start, start + 0x580))
                .mapToObj(Character::toString)
                .filter(text -> text.toUpperCase(Locale.ROOT).length() > 1)
                .forEach(text -> {
                    SEVERAL.add(text);
                    SEVERAL.add(text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT));
                });
    }

    private final OnigurumaCursor cursor;
    private String run = "";

    CaseFolding(OnigurumaCursor cursor) {
        this.cursor = cursor;
    }

    private static int fold(int c) {
        return TURKISH.contains(c) ? c : Character.toLowerCase(Character.toUpperCase(c));
    }

    /// Something else than a literal has come.
    void end() {
        run = "";
    }

    /// The next literal as Java says it.
    ///
    /// @throws IllegalArgumentException if it or the literals before it stand for one character
    String literal(int c) {
        run += Character.toString(c).toLowerCase(Locale.ROOT);
        run = run.substring(Math.max(0, run.length() - LONGEST));
        for (int start = 0; start < run.length(); start++) {
            if (SEVERAL.contains(run.substring(start))) {
                throw cursor.refused("(?i) before \"" + run.substring(start)
                        + "\", which is one character or several");
            }
        }
        return VARIANTS.containsKey(c) ? "[" + variants(c) + "]" : OnigurumaCursor.java(c);
    }

    private static String variants(int c) {
        return VARIANTS.getOrDefault(c, Set.of(c)).stream()
                .map(OnigurumaCursor::java).collect(Collectors.joining());
    }

    /// What to add to a class that holds the characters `from` to `to`.
    ///
    /// @throws IllegalArgumentException if one of them folds to several
    String variants(int from, int to) {
        for (String text : SEVERAL) {
            int c = text.codePointAt(0);
            if (text.length() == Character.charCount(c) && c >= from && c <= to) {
                throw cursor.refused("(?i) before a class with \"" + text
                        + "\", which is one character or several");
            }
        }
        return IntStream.rangeClosed(from, Math.min(to, CASED))
                .filter(VARIANTS::containsKey)
                .mapToObj(CaseFolding::variants)
                .distinct().collect(Collectors.joining());
    }
}

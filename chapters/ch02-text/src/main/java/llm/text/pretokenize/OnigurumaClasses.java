package llm.text.pretokenize;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The named sets of characters of Oniguruma, as Java says them. They are Unicode's, and names are
/// compared without case, spaces, `_` and `-`.
final class OnigurumaClasses {

    private static final String WORD = "\\p{IsAlphabetic}\\p{M}\\p{Nd}\\p{Pc}";
    /// Outside of classes `\w` takes some more numbers for parts of words: `²³¹¼½¾`.
    private static final String WORD_ALONE = WORD + "\u00B2\u00B3\u00B9\u00BC-\u00BE";
    private static final String GRAPH = "[^\\s\\p{Cc}\\p{Cn}\\p{Cs}]";
    private static final String HEX_DIGIT = "0-9A-Fa-f";

    /// In Java's own `\b` the joiners of Arabic and of emoji belong to words.
    static final String WORD_BOUNDARY;

    static {
        String word = "[" + WORD_ALONE + "\uD800\uDC00]";     // a letter: see OnigurumaParser
        WORD_BOUNDARY = "(?:(?<=%1$s)(?!%1$s)|(?<!%1$s)(?=%1$s))".formatted(word);
    }

    private static final Map<String, String> POSIX = Map.ofEntries(
            Map.entry("alnum", "\\p{IsAlphabetic}\\p{Nd}"), Map.entry("alpha", "\\p{IsAlphabetic}"),
            Map.entry("ascii", "\\x00-\\x7F"), Map.entry("blank", "\\p{Zs}\\t"),
            Map.entry("cntrl", "\\p{Cc}"), Map.entry("digit", "\\p{Nd}"),
            Map.entry("graph", GRAPH), Map.entry("lower", "\\p{IsLowercase}"),
            Map.entry("print", GRAPH + "\\p{Zs}"), Map.entry("punct", "\\p{P}\\p{S}"),
            Map.entry("space", "\\s"), Map.entry("upper", "\\p{IsUppercase}"),
            Map.entry("word", WORD), Map.entry("xdigit", HEX_DIGIT));

    /// Names of properties that Java has under another one, or under this one behind `Is`.
    private static final Map<String, String> PROPERTIES = Map.ofEntries(
            Map.entry("any", "\\x{0}-\\x{10FFFF}"), Map.entry("assigned", "[^\\p{Cn}]"),
            Map.entry("alphabetic", "\\p{IsAlphabetic}"), Map.entry("emoji", "\\p{IsEmoji}"),
            Map.entry("emojicomponent", "\\p{IsEmoji_Component}"),
            Map.entry("emojimodifier", "\\p{IsEmoji_Modifier}"),
            Map.entry("emojimodifierbase", "\\p{IsEmoji_Modifier_Base}"),
            Map.entry("emojipresentation", "\\p{IsEmoji_Presentation}"),
            Map.entry("extendedpictographic", "\\p{IsExtended_Pictographic}"),
            Map.entry("hexdigit", HEX_DIGIT + "\uFF10-\uFF19\uFF21-\uFF26\uFF41-\uFF46"),
            Map.entry("ideographic", "\\p{IsIdeographic}"),
            Map.entry("joincontrol", "\\p{IsJoin_Control}"), Map.entry("punct", "\\p{P}"),
            Map.entry("lowercase", "\\p{IsLowercase}"), Map.entry("uppercase", "\\p{IsUppercase}"),
            Map.entry("whitespace", "\\p{IsWhite_Space}"));

    private static final Set<String> CATEGORIES = Set.of("C", "Cc", "Cf", "Cn", "Co", "Cs", "L",
            "LC", "Ll", "Lm", "Lo", "Lt", "Lu", "M", "Mc", "Me", "Mn", "N", "Nd", "Nl", "No", "P",
            "Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "S", "Sc", "Sk", "Sm", "So", "Z", "Zl", "Zp",
            "Zs");

    private static final Map<String, String> LONG_CATEGORIES = Map.ofEntries(
            Map.entry("other", "C"), Map.entry("control", "Cc"), Map.entry("format", "Cf"),
            Map.entry("unassigned", "Cn"), Map.entry("privateuse", "Co"),
            Map.entry("surrogate", "Cs"), Map.entry("letter", "L"), Map.entry("casedletter", "LC"),
            Map.entry("lowercaseletter", "Ll"), Map.entry("modifierletter", "Lm"),
            Map.entry("otherletter", "Lo"), Map.entry("titlecaseletter", "Lt"),
            Map.entry("uppercaseletter", "Lu"), Map.entry("mark", "M"),
            Map.entry("combiningmark", "M"), Map.entry("spacingmark", "Mc"),
            Map.entry("enclosingmark", "Me"), Map.entry("nonspacingmark", "Mn"),
            Map.entry("number", "N"), Map.entry("decimalnumber", "Nd"),
            Map.entry("letternumber", "Nl"), Map.entry("othernumber", "No"),
            Map.entry("punctuation", "P"), Map.entry("connectorpunctuation", "Pc"),
            Map.entry("dashpunctuation", "Pd"), Map.entry("closepunctuation", "Pe"),
            Map.entry("finalpunctuation", "Pf"), Map.entry("initialpunctuation", "Pi"),
            Map.entry("otherpunctuation", "Po"), Map.entry("openpunctuation", "Ps"),
            Map.entry("symbol", "S"), Map.entry("currencysymbol", "Sc"),
            Map.entry("modifiersymbol", "Sk"), Map.entry("mathsymbol", "Sm"),
            Map.entry("othersymbol", "So"), Map.entry("separator", "Z"),
            Map.entry("lineseparator", "Zl"), Map.entry("paragraphseparator", "Zp"),
            Map.entry("spaceseparator", "Zs"));

    /// Sets that hold all or none of the characters which differ in case alone, by their keys.
    private static final Set<String> CASELESS = Set.of("alnum", "alpha", "blank", "cntrl", "digit",
            "graph", "print", "punct", "space", "word", "any", "assigned", "n", "nd", "p", "pc",
            "pd", "pe", "pf", "pi", "po", "ps", "s", "sc", "sm", "z", "zs", "han", "hangul",
            "hiragana", "katakana", "thai", "arabic", "hebrew", "devanagari");

    private OnigurumaClasses() {
    }

    /// Whether a backslash and this letter are a set, within classes and without.
    static boolean isEscape(int letter) {
        return letter > 0 && "dDsSwWhHpP".indexOf(letter) >= 0;
    }

    /// Whether a property's name means `\w`.
    static boolean isWord(String name) {
        return key(name).equals("word");
    }

    /// The set of a letter other than `p`.
    ///
    /// @param alone whether it stands outside of a class
    static String escape(int letter, boolean alone) {
        String word = alone ? WORD_ALONE : WORD;
        return switch (letter) {
            case 'w' -> "[" + word + "]";
            case 'W' -> "[^" + word + "]";
            case 'h' -> "[" + HEX_DIGIT + "]";
            case 'H' -> "[^" + HEX_DIGIT + "]";
            default -> "\\" + Character.toString(letter);
        };
    }

    /// The set that a class names between `[:` and `:]`.
    static String posix(OnigurumaCursor cursor, String name, boolean negated, boolean ignoreCase) {
        String content = POSIX.get(name);
        if (content == null) {
            throw cursor.refused("the set [:" + name + ":]");
        }
        return inBrackets(cursor, name, content, negated, ignoreCase);
    }

    /// The set of `\p{name}`: a general category, a script, a block behind `In_`, or a property.
    static String property(OnigurumaCursor cursor, String name, boolean negated,
                           boolean ignoreCase) {
        String key = key(name);
        String content = Optional.ofNullable(PROPERTIES.get(key))
                .or(() -> Optional.ofNullable(POSIX.get(key)))
                .or(() -> category(key).map(category -> "\\p{" + category + "}"))
                .or(() -> script(key).map(script -> "\\p{Is" + script + "}"))
                .or(() -> block(name).map(block -> "\\p{block=" + block + "}"))
                .orElseThrow(() -> cursor.refused("the property " + name));
        return inBrackets(cursor, key, content, negated, ignoreCase);
    }

    private static String inBrackets(OnigurumaCursor cursor, String key, String content,
                                     boolean negated, boolean ignoreCase) {
        String all = content;
        if (ignoreCase && category(key).filter("L"::equals).isPresent()) {
            all = content + "\\x{345}";                 // a mark that is a small letter elsewhere
        } else if (ignoreCase && !CASELESS.contains(key)) {
            throw cursor.refused("(?i) before the set " + key);
        }
        return (negated ? "[^" : "[") + all + "]";
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[ _-]", "");
    }

    private static Optional<String> category(String key) {
        return CATEGORIES.stream().filter(each -> key.equalsIgnoreCase(each)).findFirst()
                .or(() -> Optional.ofNullable(LONG_CATEGORIES.get(key)));
    }

    private static Optional<String> script(String key) {
        return Arrays.stream(Character.UnicodeScript.values())
                .map(Enum::name).filter(name -> key.equals(key(name))).findFirst();
    }

    private static Optional<String> block(String name) {
        try {
            return name.regionMatches(true, 0, "In_", 0, 3)
                    ? Optional.of(Character.UnicodeBlock.forName(name.substring(3)).toString())
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

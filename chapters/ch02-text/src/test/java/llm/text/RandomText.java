package llm.text;

import java.util.List;
import java.util.Random;

/// Random text that is hard on a pre-tokenizer: many scripts, all kinds of white space,
/// contractions.
public final class RandomText {

    private static final List<String> PARTS = List.of(
            " ", "  ", "\n", "\r\n", "\t", "\u00A0", "\u2003", "\u3000", "\u0085", "\u2028",
            "'s", "'ll", "'LL", "'", "don't", "the", " The", "quick", "1", "42", "½", "²", "٣",
            "é", "e\u0301", "ß", "你好", "世界", "한국어", "العربية", "עברית", "हिन्दी",
            "😀", "👩\u200D🚀", "🇩🇪", "𝒳", "𐍈", "—", "…", "...", "!?", "<|", "|>", "{", "}",
            "();", "==", "public static", "0x1F", "_", "\u200B", "\0");

    private RandomText() {
    }

    public static String mixed(Random random, int parts) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < parts; i++) {
            switch (random.nextInt(8)) {
                case 0 -> text.appendCodePoint(anyCodePoint(random));
                case 1 -> text.append((char) (' ' + random.nextInt(95)));
                default -> text.append(PARTS.get(random.nextInt(PARTS.size())));
            }
        }
        return text.toString();
    }

    /// A code point assigned since Unicode 10 at the latest, so that all libraries know its class.
    private static int anyCodePoint(Random random) {
        int codePoint = random.nextInt(0x2000);
        boolean assigned = Character.isDefined(codePoint) && codePoint < 0x0800;
        return assigned ? codePoint : 0x4E00 + random.nextInt(0x5000);
    }
}

package llm.text;

import java.text.BreakIterator;
import java.util.Locale;

/// Where text may be cut. What a reader sees as one character can be many chars: a letter with its
/// accents, or an emoji of several people (an *extended grapheme cluster*).
///
/// Source: Unicode Standard Annex 29, §3.
public final class Characters {

    private static final int REACH = 64;        // chars looked at before a cut

    private Characters() {
    }

    /// The last place up to `at` that lies in no character: `at` itself, or where the character
    /// around it begins. A character of more than 64 chars may be cut, but never a surrogate pair.
    public static int cutUpTo(CharSequence text, int at) {
        if (at <= 0 || at >= text.length()) {
            return Math.clamp(at, 0, text.length());
        }
        int from = Math.max(0, at - REACH);
        BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
        characters.setText(text.subSequence(from, Math.min(text.length(), at + REACH)).toString());
        int cut = characters.isBoundary(at - from) ? at : from + characters.preceding(at - from);
        return cut > from ? cut : halvesPair(text, at) ? at - 1 : at;
    }

    private static boolean halvesPair(CharSequence text, int at) {
        return Character.isHighSurrogate(text.charAt(at - 1))
                && Character.isLowSurrogate(text.charAt(at));
    }
}

package llm.text.pretokenize;

import llm.text.Utf8;

/// GPT-2's pre-tokenization, its way to cut text into pieces, as a scanner: the same pieces as the
/// regular expression [#PATTERN], found in one pass.
///
/// A piece is, tried in this order: a contraction such as `'ll`; a run of letters, of digits or of
/// other symbols, each with one space before it if there is one; or white space, of which the last
/// character is left over when a word follows (as that word's leading space).
///
/// Source: Radford et al. (2019), `encoder.py` of GPT-2.
public final class Gpt2PreTokenizer implements PreTokenizer {

    /// The expression as published; `\s`, `\p{L}` and `\p{N}` are Unicode's classes.
    public static final String PATTERN =
            "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

    @Override
    public void split(String text, int start, int end, PieceVisitor visitor) {
        int from = start;
        while (from < end) {
            int to = pieceEnd(text, from, end);
            visitor.piece(text, from, to);
            from = to;
        }
    }

    private static int pieceEnd(String text, int start, int end) {
        char first = text.charAt(start);
        if (first == '\'') {
            int contraction = contractionLength(text, start, end);
            if (contraction > 0) {
                return start + contraction;
            }
        }
        int word = first == ' ' && start + 1 < end ? start + 1 : start;
        CharKind kind = CharKind.at(text, word, end);
        return kind == CharKind.SPACE
                ? spaceEnd(text, start, end)
                : runEnd(text, word, end, kind);
    }

    private static int contractionLength(String text, int start, int end) {
        char second = start + 1 < end ? text.charAt(start + 1) : ' ';
        char third = start + 2 < end ? text.charAt(start + 2) : ' ';
        return switch (second) {
            case 's', 't', 'm', 'd' -> 2;
            case 'l' -> third == 'l' ? 3 : 0;
            case 'r', 'v' -> third == 'e' ? 3 : 0;
            default -> 0;
        };
    }

    private static int runEnd(String text, int start, int end, CharKind kind) {
        int at = start;
        while (at < end && CharKind.at(text, at, end) == kind) {
            at += Utf8.charsAt(text, at, end);
        }
        return at;
    }

    private static int spaceEnd(String text, int start, int end) {
        int at = runEnd(text, start, end, CharKind.SPACE);
        boolean wordFollows = at < end;
        return wordFollows && at - start > 1 ? at - 1 : at;
    }
}

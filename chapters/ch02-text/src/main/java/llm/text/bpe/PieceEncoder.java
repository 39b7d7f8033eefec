package llm.text.bpe;

import java.util.Map;
import llm.text.pretokenize.PreTokenizer;

/// Encodes pieces of text: the tokens of an alphabet, then the merges. Text repeats its words, so
/// the ids of short pieces are cached, and most pieces cost one look-up.
///
/// Not safe for use by several threads; a tokenizer keeps one per thread at work.
public final class PieceEncoder implements PreTokenizer.PieceVisitor {

    private static final int LONGEST_REMEMBERED = 64;
    private static final int USUAL_LENGTH = Alphabet.MOST_TOKENS_PER_CHAR * LONGEST_REMEMBERED;
    private static final int MOST_REMEMBERED = 1 << 16;

    private final Alphabet alphabet;
    private final Map<String, Integer> wholePieces;
    private final BytePairMerger merger;
    private final WordTable known = new WordTable();
    private final IntList knownIds = new IntList(1 << 12);
    private final IntList knownEnds = new IntList(1 << 12);
    private IntList output = new IntList(0);
    private int[] tokens = new int[USUAL_LENGTH];

    /// @param wholePieces pieces that are tokens whatever the merges say; usually empty
    public PieceEncoder(Alphabet alphabet, MergeTable merges, Map<String, Integer> wholePieces) {
        this.alphabet = alphabet;
        this.wholePieces = wholePieces;
        merger = new BytePairMerger(merges);
    }

    /// Lets the ids of the pieces to come be appended to `ids`.
    PieceEncoder writeTo(IntList ids) {
        output = ids;
        return this;
    }

    @Override
    public void piece(String text, int start, int end) {
        if (end - start > LONGEST_REMEMBERED) {
            int count = encode(text, start, end);       // may exchange `tokens`
            output.addAll(tokens, count);
            tokens = new int[USUAL_LENGTH];         // keeps no array of a huge piece
            return;
        }
        int hash = WordTable.hash(text, start, end);
        int word = known.find(text, start, end, hash);
        if (word < 0) {
            word = remember(text, start, end, hash);
        }
        int from = word == 0 ? 0 : knownEnds.at(word - 1);
        output.addAll(knownIds, from, knownEnds.at(word) - from);
    }

    private int remember(String text, int start, int end, int hash) {
        if (known.size() == MOST_REMEMBERED) {
            known.clear();
            knownIds.clear();
            knownEnds.clear();
        }
        int count = encode(text, start, end);
        knownIds.addAll(tokens, count);
        knownEnds.add(knownIds.size());
        return known.add(text, start, end, hash);
    }

    /// Leaves the piece's ids at the start of `tokens` and returns their number.
    private int encode(String text, int start, int end) {
        if (!wholePieces.isEmpty()) {
            Integer whole = wholePieces.get(text.substring(start, end));
            if (whole != null) {
                tokens[0] = whole;
                return 1;
            }
        }
        int most = Math.multiplyExact(Alphabet.MOST_TOKENS_PER_CHAR, end - start);
        if (most > tokens.length) {
            tokens = new int[most];
        }
        return merger.merge(tokens, alphabet.write(text, start, end, tokens));
    }
}

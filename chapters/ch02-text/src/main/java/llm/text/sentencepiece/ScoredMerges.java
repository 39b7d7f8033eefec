package llm.text.sentencepiece;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import llm.text.bpe.MergeTable;

/// Derives merges from the scores of pieces. SentencePiece keeps no list of merges: any two
/// neighbours whose joined text is a piece may become it, the piece with the highest score first.
/// So each way to cut a piece into two pieces is a merge.
final class ScoredMerges {

    private ScoredMerges() {
    }

    /// @param ids the ids of the pieces that may be joined or result from it, by their text
    static MergeTable of(List<SentencePiece> pieces, Map<String, Integer> ids) {
        List<Integer> byScore = new ArrayList<>(ids.values());
        byScore.sort(Comparator.comparing((Integer id) -> -pieces.get(id).score())
                .thenComparing(id -> id));
        MergeTable table = new MergeTable(2 * byScore.size());
        float scoreBefore = Float.NaN;          // equal to no score
        for (int result : byScore) {
            SentencePiece piece = pieces.get(result);
            for (int[] halves : halves(piece.text(), ids)) {
                if (piece.score() == scoreBefore) {
                    table.addTied(halves[0], halves[1], result);
                } else {
                    table.add(halves[0], halves[1], result);
                }
                scoreBefore = piece.score();
            }
        }
        return table;
    }

    /// All pairs of pieces that make up a text.
    private static List<int[]> halves(String text, Map<String, Integer> ids) {
        List<int[]> halves = new ArrayList<>();
        for (int cut = 1; cut < text.length(); cut++) {
            Integer left = ids.get(text.substring(0, cut));
            Integer right = left == null ? null : ids.get(text.substring(cut));
            if (right != null) {
                halves.add(new int[] {left, right});
            }
        }
        return halves;
    }
}

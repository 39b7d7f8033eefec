package llm.instruct.quality;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Texts that can be asked which of them are nearly the same as another, without looking at most of
/// them.
final class SimilarTexts {
    private final Likeness likeness;
    private final MinHash minHash;
    private final Bands bands;
    private final List<Map<Long, List<Integer>>> buckets = new ArrayList<>();    // of each band
    private final Map<Integer, long[]> sets = new HashMap<>();                   // by id

    /// A text that is like the one asked about.
    ///
    /// @param similarity Jaccard's, not an estimate
    record Match(int id, double similarity) {
    }

    /// What is needed of a text.
    ///
    /// @param set  its shingles
    /// @param keys of its bands
    record Sketch(long[] set, long[] keys) {
    }

    SimilarTexts(Likeness likeness) {
        this.likeness = likeness;
        minHash = new MinHash(likeness.hashes(), likeness.seed());
        bands = Bands.of(likeness.hashes(), likeness.threshold());
        for (int band = 0; band < bands.count(); band++) {
            buckets.add(new HashMap<>());
        }
    }

    Sketch sketch(String text) {
        long[] set = likeness.shingles().of(text);
        return new Sketch(set, bands.keys(minHash.signature(set)));
    }

    void add(int id, Sketch sketch) {
        sets.put(id, sketch.set());
        for (int band = 0; band < bands.count(); band++) {
            buckets.get(band).computeIfAbsent(sketch.keys()[band], _ -> new ArrayList<>()).add(id);
        }
    }

    /// Those that are like it, the most similar first, of equal ones the first id.
    List<Match> like(Sketch sketch) {
        Set<Integer> candidates = new TreeSet<>();
        for (int band = 0; band < bands.count(); band++) {
            candidates.addAll(buckets.get(band).getOrDefault(sketch.keys()[band], List.of()));
        }
        return candidates.stream()
                .map(id -> new Match(id, Shingles.jaccard(sketch.set(), sets.get(id))))
                .filter(match -> match.similarity() >= likeness.threshold())
                .sorted(Comparator.comparingDouble(Match::similarity).reversed()).toList();
    }
}

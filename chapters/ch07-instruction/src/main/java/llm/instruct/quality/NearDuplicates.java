package llm.instruct.quality;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import llm.instruct.quality.SimilarTexts.Match;
import llm.instruct.quality.SimilarTexts.Sketch;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// Texts of a list that are the same, or nearly. Indices are from 0.
///
/// @param pairs the most similar first; of texts that are the same only the pairs with the first of
///              them
public record NearDuplicates(List<Pair> pairs) {

    /// Two texts, the earlier one first.
    ///
    /// @param similarity of their shingles; 1 for texts that are the same but for capitals and
    ///                   white space
    public record Pair(int first, int second, double similarity) {
    }

    public NearDuplicates {
        pairs = List.copyOf(pairs);
    }

    /// Finds them in one pass, without comparing all with all. What it finds is there; of pairs
    /// right at the threshold it may miss one in a hundred (see [Bands]).
    public static NearDuplicates of(List<String> texts, Likeness likeness) {
        SimilarTexts distinct = new SimilarTexts(likeness);
        List<Sketch> sketches = texts.parallelStream().map(distinct::sketch).toList();
        Map<String, Integer> firsts = new HashMap<>();
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            Integer first = firsts.putIfAbsent(NormalText.of(texts.get(i)), i);
            if (first != null) {
                pairs.add(new Pair(first, i, 1));
            } else {
                for (Match match : distinct.like(sketches.get(i))) {
                    pairs.add(new Pair(match.id(), i, match.similarity()));
                }
                distinct.add(i, sketches.get(i));
            }
        }
        pairs.sort(Comparator.comparingDouble(Pair::similarity).reversed()
                .thenComparing(Pair::first).thenComparing(Pair::second));
        return new NearDuplicates(pairs);
    }

    /// Texts that belong together, each list in order: two of a group need not be alike if a chain
    /// of pairs joins them.
    public List<List<Integer>> groups() {
        Map<Integer, Integer> parents = new TreeMap<>();     // of a forest; a group is a tree
        for (Pair pair : pairs) {
            int a = root(parents, pair.first());
            int b = root(parents, pair.second());
            parents.put(Math.max(a, b), Math.min(a, b));
        }
        Map<Integer, List<Integer>> groups = new TreeMap<>();
        parents.keySet().forEach(text -> groups
                .computeIfAbsent(root(parents, text), _ -> new ArrayList<>()).add(text));
        return List.copyOf(groups.values());
    }

    private static int root(Map<Integer, Integer> parents, int text) {
        int root = text;
        while (parents.computeIfAbsent(root, own -> own) != root) {
            root = parents.get(root);
        }
        return root;
    }

    /// What could go: all of each group but its first.
    public List<Integer> redundant() {
        return groups().stream().flatMap(group -> group.stream().skip(1)).sorted().toList();
    }

    /// The pairs beside their texts, for the eye.
    public Table table(List<String> texts) {
        return Table.create("near duplicates",
                LengthStatistics.rounded(DoubleColumn.create("similarity",
                        pairs.stream().map(Pair::similarity).toList()), "0.00"),
                IntColumn.create("first", pairs.stream().mapToInt(Pair::first)),
                IntColumn.create("second", pairs.stream().mapToInt(Pair::second)),
                StringColumn.create("first text",
                        pairs.stream().map(pair -> texts.get(pair.first()))),
                StringColumn.create("second text",
                        pairs.stream().map(pair -> texts.get(pair.second()))));
    }
}

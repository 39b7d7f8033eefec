package llm.instruct.quality;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import llm.instruct.quality.SimilarTexts.Match;
import llm.instruct.quality.SimilarTexts.Sketch;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// Test texts that a model has seen in training: it may know their answers by heart, and a score
/// over them says less than it seems to. Indices are from 0.
///
/// @param exact  those that are in the training texts, but for capitals and white space
/// @param near   those of which a training text is nearly the same
/// @param tested all test texts
public record LeakCheck(List<Leak> exact, List<Leak> near, int tested) {

    /// A test text, and the training text that is most like it.
    public record Leak(int test, int training, double similarity) {
    }

    public LeakCheck {
        exact = List.copyOf(exact);
        near = List.copyOf(near);
    }

    /// Looks each test text up.
    public static LeakCheck of(List<String> training, List<String> test, Likeness likeness) {
        SimilarTexts seen = new SimilarTexts(likeness);
        List<Sketch> sketches = training.parallelStream().map(seen::sketch).toList();
        Map<String, Integer> firsts = new HashMap<>();
        for (int i = 0; i < training.size(); i++) {
            if (firsts.putIfAbsent(NormalText.of(training.get(i)), i) == null) {
                seen.add(i, sketches.get(i));
            }
        }
        List<Leak> exact = new ArrayList<>();
        List<Leak> near = new ArrayList<>();
        for (int i = 0; i < test.size(); i++) {
            Integer same = firsts.get(NormalText.of(test.get(i)));
            if (same != null) {
                exact.add(new Leak(i, same, 1));
            } else {
                List<Match> matches = seen.like(seen.sketch(test.get(i)));
                if (!matches.isEmpty()) {
                    Match best = matches.getFirst();
                    near.add(new Leak(i, best.id(), best.similarity()));
                }
            }
        }
        return new LeakCheck(exact, near, test.size());
    }

    /// Whether no test text was seen.
    public boolean clean() {
        return exact.isEmpty() && near.isEmpty();
    }

    /// All leaks beside their texts, for the eye.
    public Table table(List<String> training, List<String> test) {
        List<Leak> all = new ArrayList<>(exact);
        all.addAll(near);
        return Table.create("leaks",
                LengthStatistics.rounded(DoubleColumn.create("similarity",
                        all.stream().map(Leak::similarity).toList()), "0.00"),
                IntColumn.create("test", all.stream().mapToInt(Leak::test)),
                IntColumn.create("training", all.stream().mapToInt(Leak::training)),
                StringColumn.create("test text", all.stream().map(leak -> test.get(leak.test()))),
                StringColumn.create("training text",
                        all.stream().map(leak -> training.get(leak.training()))));
    }

    @Override
    public String toString() {
        return "%d of %d test texts are in the training texts, %d nearly".formatted(exact.size(),
                tested, near.size());
    }
}

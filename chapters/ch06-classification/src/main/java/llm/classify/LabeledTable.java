package llm.classify;

import static tech.tablesaw.aggregate.AggregateFunctions.max;
import static tech.tablesaw.aggregate.AggregateFunctions.mean;
import static tech.tablesaw.aggregate.AggregateFunctions.median;
import static tech.tablesaw.aggregate.AggregateFunctions.min;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import llm.text.dataset.Permutation;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// Texts and the classes they belong to, to look at and to prepare for training. A table never
/// changes: each step gives another. The same seed gives the same texts on every machine.
///
/// ```java
/// var messages = LabeledTable.load(Path.of("sms.tsv")).distinct().balanced(1);
/// System.out.println(messages.counts());
/// LabeledSplit split = messages.split(LabeledSplit.Shares.DEFAULT, 1);
/// ```
public final class LabeledTable {
    private final List<Example> examples;

    /// What a file calls its two columns.
    public record Columns(String label, String text) {
        public static final Columns DEFAULT = new Columns("label", "text");
    }

    private LabeledTable(List<Example> examples, String source) {
        this.examples = List.copyOf(examples);
        if (perClass().size() < 2) {
            throw new IllegalArgumentException(source + " must be of two classes or more, got "
                    + (examples.isEmpty() ? "no text" : "only " + classes().getFirst()));
        }
    }

    /// The texts of a file with columns `label` and `text`, or with two columns in this order and
    /// no header.
    public static LabeledTable load(Path file) throws IOException {
        return load(file, Columns.DEFAULT);
    }

    /// The texts of a file in UTF-8. The end of its name says how it is written: `.csv` as RFC 4180
    /// has it; `.tsv`, `.txt` or none, a line for each text, its columns parted by tabs and its
    /// quotes ordinary characters; `.jsonl` or `.ndjson`, an object in each line.
    ///
    /// @throws IllegalArgumentException if there is no such file, or it is written otherwise, lacks
    ///                                  a column, a label or a text, or has one class only
    public static LabeledTable load(Path file, Columns columns) throws IOException {
        return new LabeledTable(new LabeledFile(file, columns).read(), file.toString());
    }

    /// @throws IllegalArgumentException if the texts are not of two classes or more
    public static LabeledTable of(List<Example> examples) {
        return new LabeledTable(examples, "labelled texts");
    }

    /// The texts in order.
    public List<Example> examples() {
        return examples;
    }

    public int size() {
        return examples.size();
    }

    /// The names of the classes in alphabetical order.
    public List<String> classes() {
        return List.copyOf(perClass().keySet());
    }

    /// The same as a Tablesaw table with the columns `label` and `text`.
    public Table table() {
        return Table.create("labelled texts",
                StringColumn.create("label", examples.stream().map(Example::label)),
                StringColumn.create("text", examples.stream().map(Example::text)));
    }

    /// The first rows.
    public Table preview(int rows) {
        return table().first(rows);
    }

    /// How many texts each class has, and which share of all.
    public Table counts() {
        SortedMap<String, List<Integer>> places = perClass();
        return Table.create("classes", StringColumn.create("label", places.keySet()),
                IntColumn.create("texts", places.values().stream().mapToInt(List::size)),
                DoubleColumn.create("share", places.values().stream()
                        .mapToDouble(ofClass -> (double) ofClass.size() / size())));
    }

    /// How long the texts of each class are, in characters.
    public Table lengths() {
        return table().addColumns(IntColumn.create("characters", examples.stream()
                        .mapToInt(example -> example.text().length())))
                .summarize("characters", min, median, mean, max).by("label")
                .sortOn("label").setName("lengths");
    }

    /// How many texts [#distinct] leaves out.
    public int duplicates() {
        return size() - (int) examples.stream().map(Example::text).distinct().count();
    }

    /// Each text once, where it comes first and with the label that it has there: a text that is
    /// both learned and asked for would make a model look better than it is.
    public LabeledTable distinct() {
        Set<String> seen = new HashSet<>();
        return of(examples.stream().filter(example -> seen.add(example.text())).toList());
    }

    /// As many texts of each class as the smallest one has, drawn by the seed, in the order of this
    /// table.
    public LabeledTable balanced(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SortedMap<String, List<Integer>> places = perClass();
        int count = places.values().stream().mapToInt(List::size).min().orElseThrow();
        return at(places.values().stream().flatMapToInt(ofClass ->
                IntStream.of(Permutation.random(ofClass.size(), random)).limit(count)
                        .map(ofClass::get)).sorted());
    }

    /// Three parts in an order drawn by the seed.
    ///
    /// @throws IllegalArgumentException if a part would lack a class
    public LabeledSplit split(LabeledSplit.Shares shares, long seed) {
        int[] order = Permutation.random(size(), new SplittableRandom(seed));
        int validation = shares.trainCount(size());
        int test = validation + shares.validationCount(size());
        return new LabeledSplit(part("training", order, 0, validation),
                part("validation", order, validation, test), part("test", order, test, size()));
    }

    private LabeledTable part(String name, int[] order, int from, int to) {
        Set<String> missing = perClass().keySet();
        IntStream.range(from, to).forEach(i -> missing.remove(examples.get(order[i]).label()));
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(("the %s part must have texts of all classes, got "
                    + "%d texts and none of %s").formatted(name, to - from,
                            String.join(", ", missing)));
        }
        return at(IntStream.range(from, to).map(i -> order[i]));
    }

    private LabeledTable at(IntStream places) {
        return of(places.mapToObj(examples::get).toList());
    }

    /// What a text of each class should count in the loss so that all classes count the same:
    /// `texts / (classes · texts of the class)`, which has a mean of 1 over the texts.
    public Map<String, Double> classWeights() {
        Labels labels = new Labels(classes());
        double[] weights = labels.balancedWeights(examples);
        Map<String, Double> byName = new LinkedHashMap<>();
        labels.names().forEach(name -> byName.put(name, weights[labels.number(name)]));
        return byName;
    }

    /// The places of each class's texts; the classes in alphabetical order.
    private SortedMap<String, List<Integer>> perClass() {
        SortedMap<String, List<Integer>> places = new TreeMap<>();
        for (int i = 0; i < examples.size(); i++) {
            places.computeIfAbsent(examples.get(i).label(), _ -> new ArrayList<>()).add(i);
        }
        return places;
    }
}

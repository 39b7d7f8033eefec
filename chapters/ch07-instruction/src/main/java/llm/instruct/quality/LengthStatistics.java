package llm.instruct.quality;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import llm.instruct.Instruction;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;

/// How many texts there are, how many different ones, and how long they are, in characters or
/// tokens.
///
/// @param median the middle length, or halfway between the two middle ones
/// @param p95    95 of 100 texts are no longer: what a context should hold
public record LengthStatistics(int count, int distinct, int min, double median, double mean,
                               int p95, int max) {
    private static final double P95 = 0.95;

    /// Measures texts.
    ///
    /// @param texts  one or more
    /// @param length of a text, such as [#characters] or its number of tokens
    public static LengthStatistics of(List<String> texts, ToIntFunction<String> length) {
        if (texts.isEmpty()) {
            throw new IllegalArgumentException("texts must be one or more, got none");
        }
        int[] lengths = texts.stream().mapToInt(length).sorted().toArray();
        int count = lengths.length;
        double median = (lengths[(count - 1) / 2] + (double) lengths[count / 2]) / 2;
        return new LengthStatistics(count, (int) texts.stream().distinct().count(), lengths[0],
                median, Arrays.stream(lengths).average().orElseThrow(),
                lengths[(int) Math.ceil(P95 * count) - 1], lengths[count - 1]);
    }

    /// A letter with its accents may be more than one.
    public static int characters(String text) {
        return text.codePointCount(0, text.length());
    }

    /// A row for each field of instructions. Empty inputs are left out: the count says how many
    /// there are.
    public static Table table(List<Instruction> instructions, ToIntFunction<String> length) {
        Map<String, LengthStatistics> rows = new LinkedHashMap<>();
        rows.put("instruction", of(instructions.stream().map(Instruction::instruction).toList(),
                length));
        List<String> inputs = instructions.stream().filter(Instruction::hasInput)
                .map(Instruction::input).toList();
        if (!inputs.isEmpty()) {
            rows.put("input", of(inputs, length));
        }
        rows.put("output", of(instructions.stream().map(Instruction::output).toList(), length));
        return table(rows);
    }

    /// A row for each name.
    public static Table table(Map<String, LengthStatistics> rows) {
        List<LengthStatistics> all = List.copyOf(rows.values());
        return Table.create("lengths",
                StringColumn.create("text", rows.keySet()),
                ints("count", all, LengthStatistics::count),
                ints("distinct", all, LengthStatistics::distinct),
                ints("min", all, LengthStatistics::min),
                doubles("median", all, LengthStatistics::median),
                doubles("mean", all, LengthStatistics::mean),
                ints("p95", all, LengthStatistics::p95),
                ints("max", all, LengthStatistics::max));
    }

    private static IntColumn ints(String name, List<LengthStatistics> rows,
                                  ToIntFunction<LengthStatistics> of) {
        return IntColumn.create(name, rows.stream().mapToInt(of));
    }

    private static DoubleColumn doubles(String name, List<LengthStatistics> rows,
                                        ToDoubleFunction<LengthStatistics> of) {
        return rounded(DoubleColumn.create(name, rows.stream().mapToDouble(of).toArray()), "0.0");
    }

    /// A column that is shown rounded; its values stay as they are.
    ///
    /// @param form such as `0.00`
    static DoubleColumn rounded(DoubleColumn column, String form) {
        column.setPrintFormatter(new NumberColumnFormatter(
                new DecimalFormat(form, DecimalFormatSymbols.getInstance(Locale.ROOT))));
        return column;
    }

    /// How the lengths are spread: how many lie from each multiple of `width` up to the next.
    ///
    /// @param width of a step, 1 or more
    public static Table distribution(List<String> texts, ToIntFunction<String> length, int width) {
        int[] lengths = texts.stream().mapToInt(length).toArray();
        int steps = Arrays.stream(lengths).max().orElse(0) / width + 1;
        int[] counts = new int[steps];
        for (int each : lengths) {
            counts[each / width]++;
        }
        int[] from = new int[steps];
        Arrays.setAll(from, step -> step * width);
        double[] shares = Arrays.stream(counts).mapToDouble(n -> (double) n / lengths.length)
                .toArray();
        return Table.create("distribution of lengths",
                IntColumn.create("from", from),
                IntColumn.create("to", Arrays.stream(from).map(start -> start + width - 1)),
                IntColumn.create("texts", counts),
                rounded(DoubleColumn.create("share", shares), "0.000"));
    }
}

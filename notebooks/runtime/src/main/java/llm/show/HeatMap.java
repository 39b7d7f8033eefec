package llm.show;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import llm.tensor.Tensor;

/// A table of numbers as coloured fields, the first row on top: what tokens attend to, for one.
/// Blue is above 0, orange below; the colour is the deeper, the further a number lies from 0.
///
/// @param title   what it shows
/// @param rows    the rows, from the top
/// @param columns the columns, from the left
/// @param values  row-major; NaN for an empty field
public record HeatMap(String title, Axis rows, Axis columns, float[] values) {

    /// What runs along a side of a map.
    ///
    /// @param title what the names are, with the unit if they are numbers; may be empty
    /// @param names one for each row or column
    public record Axis(String title, List<String> names) {
        public Axis {
            names = List.copyOf(names);
        }

        int longest() {
            return names.stream().mapToInt(String::length).max().orElse(0);
        }
    }

    public HeatMap {
        if (values.length != rows.names.size() * columns.names.size()) {
            throw new IllegalArgumentException("values must be rows=%d × columns=%d, got %d"
                    .formatted(rows.names.size(), columns.names.size(), values.length));
        }
    }

    /// A map of `(rows, columns)` numbers.
    public static HeatMap of(String title, List<String> rows, List<String> columns,
            Tensor values) {
        return new HeatMap(title, new Axis("", rows), new Axis("", columns), values.toArray());
    }

    /// A square one, every token against every token: `(..., tokens, tokens)`.
    public static HeatMap of(String title, List<String> tokens, Tensor values) {
        return of(title, tokens, tokens, values);
    }

    /// The same with numbers from an array, row-major.
    public static HeatMap of(String title, List<String> tokens, float[] values) {
        return new HeatMap(title, new Axis("", tokens), new Axis("", tokens), values);
    }

    /// The same map with titles at its sides, such as `query` and `key`.
    public HeatMap axes(String rowTitle, String columnTitle) {
        return new HeatMap(title, new Axis(rowTitle, rows.names),
                new Axis(columnTitle, columns.names), values);
    }

    /// Maps side by side; the number furthest from 0 of all has the deepest colour.
    public static String row(HeatMap... maps) {
        double largest = Arrays.stream(maps).mapToDouble(HeatMap::largest).max().orElse(0);
        List<HeatMapDrawing> drawings = Stream.of(maps).map(HeatMapDrawing::new).toList();
        double gap = HeatMapDrawing.GAP;
        var svg = new Svg(Stream.of(maps).map(HeatMap::title).collect(Collectors.joining("; ")),
                gap + drawings.stream().mapToDouble(each -> each.width() + gap).sum(),
                2 * gap + drawings.stream().mapToDouble(HeatMapDrawing::height).max().orElse(0));
        double x = gap;
        for (HeatMapDrawing drawing : drawings) {
            drawing.draw(svg, x, largest);
            x += drawing.width() + gap;
        }
        return svg.toString();
    }

    private double largest() {
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Float.isNaN(value) ? 0 : Math.abs(value));
        }
        return largest;
    }
}

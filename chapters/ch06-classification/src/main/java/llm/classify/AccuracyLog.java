package llm.classify;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import llm.chart.ChartPicture;
import llm.chart.ChartStyle;
import llm.tensor.file.AtomicFile;
import llm.text.files.JsonFile;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// How the share of texts whose class is told grows in a training.
public final class AccuracyLog {
    private static final String HEADER = "step,training,validation";

    private final List<Row> rows = new ArrayList<>();

    /// Accuracies after a step.
    ///
    /// @param training   of texts that are learned from, or some of them
    /// @param validation of texts that are not
    public record Row(int step, double training, double validation) {

        private String csv() {
            return step + "," + training + "," + validation;
        }
    }

    public void add(Row row) {
        rows.add(row);
    }

    public List<Row> rows() {
        return Collections.unmodifiableList(rows);
    }

    /// Writes the rows as CSV; numbers are written so that they read back exactly.
    public void writeCsv(Path file) throws IOException {
        AtomicFile.writeText(file, rows.stream().map(Row::csv)
                .collect(Collectors.joining("\n", HEADER + "\n", "\n")));
    }

    /// Reads the rows up to a step of a file that [#writeCsv] wrote; none where there is no file.
    ///
    /// @throws IllegalArgumentException if the file is something else
    public static AccuracyLog readCsv(Path file, int lastStep) throws IOException {
        AccuracyLog log = new AccuracyLog();
        List<String> lines = Files.exists(file) ? JsonFile.text(file).lines().toList()
                : List.of(HEADER);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            Optional<Row> row = i == 0 ? Optional.empty() : row(line);
            if (i == 0 ? !line.equals(HEADER) : row.isEmpty()) {
                throw new IllegalArgumentException("%s must hold %s, got \"%s\" in line %d"
                        .formatted(file, HEADER, line, i + 1));
            }
            row.filter(read -> read.step() <= lastStep).ifPresent(log::add);
        }
        return log;
    }

    private static Optional<Row> row(String line) {
        String[] cells = line.split(",");
        try {
            return cells.length != 3 ? Optional.empty() : Optional.of(
                    new Row(Integer.parseInt(cells[0]), Double.parseDouble(cells[1]),
                            Double.parseDouble(cells[2])));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /// The picture.
    public ChartPicture picture() {
        XYChart chart = ChartStyle.lines("Accuracy during training", "step",
                "texts whose class is told (%)");
        chart.getStyler().setXAxisMin(0.0).setYAxisMax(100.0);
        addSeries(chart, "training", Row::training, ChartStyle.BLUE);
        addSeries(chart, "validation", Row::validation, ChartStyle.ORANGE);
        return new ChartPicture(chart);
    }

    private void addSeries(XYChart chart, String name, ToDoubleFunction<Row> of, Color color) {
        chart.addSeries(name, rows.stream().mapToDouble(Row::step).toArray(),
                        rows.stream().mapToDouble(row -> 100 * of.applyAsDouble(row)).toArray())
                .setMarker(SeriesMarkers.CIRCLE).setMarkerColor(color).setLineColor(color);
    }
}

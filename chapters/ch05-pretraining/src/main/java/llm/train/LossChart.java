package llm.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import llm.chart.ChartPicture;
import llm.chart.ChartStyle;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// Training and validation loss over steps and over tokens, one picture each.
public final class LossChart {
    private static final int MOST_POINTS = 400;

    private final TrainingLog log;
    private final OptionalDouble floor;

    /// What the horizontal axis counts.
    public enum Axis {
        /// updates of the parameters
        STEPS,
        /// tokens read
        TOKENS;

        private double of(TrainingLog.Row row) {
            return this == STEPS ? row.step() : row.tokens();
        }
    }

    /// @param floor the loss that no model can beat on average, where it is known
    public LossChart(TrainingLog log, OptionalDouble floor) {
        if (log.rows().isEmpty()) {
            throw new IllegalArgumentException("a log must have a step to be drawn, got none");
        }
        this.log = log;
        this.floor = floor;
    }

    /// The picture over steps or tokens.
    public ChartPicture picture(Axis axis) {
        XYChart chart = ChartStyle.lines("Loss during training",
                axis == Axis.STEPS ? "step" : "tokens read", "loss (nats per target)");
        chart.getStyler().setXAxisMin(0.0);
        addTraining(chart, axis);
        addValidation(chart, axis);
        floor.ifPresent(value -> addFloor(chart, axis, value));
        return new ChartPicture(chart);
    }

    /// Means over neighbouring steps, so that a long run stays readable.
    private void addTraining(XYChart chart, Axis axis) {
        List<TrainingLog.Row> rows = log.rows();
        int points = Math.min(rows.size(), MOST_POINTS);
        double[] places = new double[points];
        double[] losses = new double[points];
        for (int i = 0; i < points; i++) {
            List<TrainingLog.Row> part = rows.subList(
                    (int) ((long) rows.size() * i / points),
                    (int) ((long) rows.size() * (i + 1) / points));
            places[i] = axis.of(part.getLast());
            losses[i] = part.stream().mapToDouble(TrainingLog.Row::trainingLoss).average()
                    .orElseThrow();
        }
        chart.addSeries("training", places, losses);
    }

    private void addValidation(XYChart chart, Axis axis) {
        List<TrainingLog.Row> rows = log.evaluations();
        if (!rows.isEmpty()) {
            chart.addSeries("validation", rows.stream().mapToDouble(axis::of).toArray(),
                    rows.stream().mapToDouble(TrainingLog.Row::validationLoss).toArray())
                    .setMarker(SeriesMarkers.CIRCLE).setMarkerColor(ChartStyle.ORANGE)
                    .setLineColor(ChartStyle.ORANGE);
        }
    }

    private void addFloor(XYChart chart, Axis axis, double value) {
        List<TrainingLog.Row> rows = log.rows();
        chart.addSeries("entropy of the data",
                new double[] {axis.of(rows.getFirst()), axis.of(rows.getLast())},
                new double[] {value, value}).setLineColor(ChartStyle.GREY);
    }

    /// Writes `NAME.png` and `NAME.svg` over steps, and the same over tokens as `NAME-tokens`.
    public void write(Path folder, String name) throws IOException {
        for (Axis axis : Axis.values()) {
            picture(axis).write(folder, base(name, axis));
        }
    }

    /// Whether [#write] has come to its end in this folder.
    public static boolean isWritten(Path folder, String name) {
        return Stream.of(Axis.values()).flatMap(axis -> Stream.of(base(name, axis) + ".png",
                base(name, axis) + ".svg")).allMatch(file -> Files.exists(folder.resolve(file)));
    }

    private static String base(String name, Axis axis) {
        return axis == Axis.STEPS ? name : name + "-tokens";
    }
}

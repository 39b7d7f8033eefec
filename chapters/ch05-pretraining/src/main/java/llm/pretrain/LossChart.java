package llm.pretrain;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// Training and validation loss over steps, tokens on a second scale in the axis title.
public final class LossChart {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 500;
    private static final int MOST_POINTS = 400;
    private static final Color TRAINING = new Color(0x1f77b4);
    private static final Color VALIDATION = new Color(0xd95f02);

    private final XYChart chart;

    /// @param floor the loss that no model can beat on average, where it is known
    public LossChart(TrainingLog log, OptionalDouble floor) {
        List<TrainingLog.Row> rows = log.rows();
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("a log must have a step to be drawn, got none");
        }
        chart = new XYChartBuilder().width(WIDTH).height(HEIGHT)
                .title("Loss during training")
                .xAxisTitle("step (%,d tokens each)".formatted(
                        rows.getLast().tokens() / rows.getLast().step()))
                .yAxisTitle("loss (nats per token)").build();
        style();
        addTraining(rows);
        addValidation(log.evaluations());
        floor.ifPresent(value -> addFloor(rows, value));
    }

    private void style() {
        chart.getStyler().setLegendPosition(LegendPosition.InsideNE)
                .setChartBackgroundColor(Color.WHITE).setPlotBorderVisible(false);
        chart.getStyler().setYAxisDecimalPattern("0.##").setXAxisDecimalPattern("#,##0");
    }

    /// Means over neighbouring steps, so that a long run stays readable.
    private void addTraining(List<TrainingLog.Row> rows) {
        int points = Math.min(rows.size(), MOST_POINTS);
        double[] steps = new double[points];
        double[] losses = new double[points];
        for (int i = 0; i < points; i++) {
            List<TrainingLog.Row> part = rows.subList(
                    (int) ((long) rows.size() * i / points),
                    (int) ((long) rows.size() * (i + 1) / points));
            steps[i] = part.getLast().step();
            losses[i] = part.stream().mapToDouble(TrainingLog.Row::trainingLoss).average()
                    .orElseThrow();
        }
        chart.addSeries("training", steps, losses).setMarker(SeriesMarkers.NONE)
                .setLineColor(TRAINING);
    }

    private void addValidation(List<TrainingLog.Row> rows) {
        if (!rows.isEmpty()) {
            chart.addSeries("validation",
                    rows.stream().mapToDouble(TrainingLog.Row::step).toArray(),
                    rows.stream().mapToDouble(TrainingLog.Row::validationLoss).toArray())
                    .setMarker(SeriesMarkers.CIRCLE).setMarkerColor(VALIDATION)
                    .setLineColor(VALIDATION);
        }
    }

    private void addFloor(List<TrainingLog.Row> rows, double value) {
        chart.addSeries("entropy of the data",
                new double[] {rows.getFirst().step(), rows.getLast().step()},
                new double[] {value, value}).setMarker(SeriesMarkers.NONE)
                .setLineColor(Color.GRAY);
    }

    /// The picture as PNG.
    public byte[] png() throws IOException {
        return ChartEncoder.getBytes(chart, "png");
    }

    /// The picture as SVG.
    public byte[] svg() throws IOException {
        return ChartEncoder.getBytes(chart, "svg");
    }

    /// Writes `NAME.png` and `NAME.svg` into a folder.
    public void write(Path folder, String name) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve(name + ".png"), png());
        Files.write(folder.resolve(name + ".svg"), svg());
    }
}

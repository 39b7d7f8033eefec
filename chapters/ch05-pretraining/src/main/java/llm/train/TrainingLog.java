package llm.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import llm.tensor.file.AtomicFile;
import llm.text.files.JsonFile;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Table;

/// What happened at every step: a table in memory, a CSV file on disk.
public final class TrainingLog {
    private static final String HEADER =
            "step,tokens,learning rate,training loss,gradient norm,validation loss,tokens per second";
    private static final int COLUMNS = 7;

    private final List<Row> rows = new ArrayList<>();
    private @Nullable Row best;
    private int sinceBest;

    /// One step.
    ///
    /// @param step            steps done, this one included
    /// @param tokens          tokens seen, this step's included
    /// @param learningRate    step size
    /// @param trainingLoss    nats per target, before the update
    /// @param gradientNorm    before clipping
    /// @param validationLoss  nats per target, after the update; NaN where not evaluated
    /// @param tokensPerSecond speed of this step
    public record Row(int step, long tokens, double learningRate, double trainingLoss,
                      double gradientNorm, double validationLoss, double tokensPerSecond) {

        /// Whether there is a validation loss.
        public boolean evaluated() {
            return !Double.isNaN(validationLoss);
        }

        private String csv() {
            return step + "," + tokens + "," + learningRate + "," + trainingLoss + ","
                    + gradientNorm + "," + (evaluated() ? validationLoss : "")
                    + "," + tokensPerSecond;
        }

        private static Row parse(String line) {
            String[] cells = line.split(",", -1);
            if (cells.length != COLUMNS) {
                throw new NumberFormatException("another number of columns");
            }
            return new Row(Integer.parseInt(cells[0]), Long.parseLong(cells[1]),
                    Double.parseDouble(cells[2]), Double.parseDouble(cells[3]),
                    Double.parseDouble(cells[4]),
                    cells[5].isEmpty() ? Double.NaN : Double.parseDouble(cells[5]),
                    Double.parseDouble(cells[6]));
        }
    }

    void add(Row row) {
        rows.add(row);
        if (row.evaluated()) {
            sinceBest++;
            if (best == null || row.validationLoss() < best.validationLoss()) {
                best = row;
                sinceBest = 0;
            }
        }
    }

    /// All steps so far.
    public List<Row> rows() {
        return Collections.unmodifiableList(rows);
    }

    /// The steps that were evaluated.
    public List<Row> evaluations() {
        return rows.stream().filter(Row::evaluated).toList();
    }

    /// The evaluation with the lowest validation loss, the first of equal ones.
    public Optional<Row> best() {
        return Optional.ofNullable(best);
    }

    /// How many evaluations there were after the best one.
    public int evaluationsSinceBest() {
        return sinceBest;
    }

    /// The log as a Tablesaw table.
    public Table table() {
        return Table.create("training log",
                IntColumn.create("step", rows.stream().mapToInt(Row::step)),
                LongColumn.create("tokens", rows.stream().mapToLong(Row::tokens)),
                column("learning rate", rows.stream().mapToDouble(Row::learningRate).toArray()),
                column("training loss", rows.stream().mapToDouble(Row::trainingLoss).toArray()),
                column("gradient norm", rows.stream().mapToDouble(Row::gradientNorm).toArray()),
                column("validation loss",
                        rows.stream().mapToDouble(Row::validationLoss).toArray()),
                column("tokens per second",
                        rows.stream().mapToDouble(Row::tokensPerSecond).toArray()));
    }

    private static DoubleColumn column(String name, double[] values) {
        return DoubleColumn.create(name, values);
    }

    /// Writes the table as CSV; numbers are written so that they read back exactly.
    public void writeCsv(Path file) throws IOException {
        AtomicFile.writeText(file, rows.stream().map(Row::csv)
                .collect(Collectors.joining("\n", HEADER + "\n", "\n")));
    }

    /// Reads a table that [#writeCsv] wrote.
    ///
    /// @throws IllegalArgumentException if the file is something else
    public static TrainingLog readCsv(Path file) throws IOException {
        List<String> lines = JsonFile.text(file).lines().toList();
        if (lines.isEmpty() || !lines.getFirst().equals(HEADER)) {
            throw new IllegalArgumentException(file + " must begin with \"" + HEADER + "\", got "
                    + (lines.isEmpty() ? "nothing" : "\"" + lines.getFirst() + "\""));
        }
        TrainingLog log = new TrainingLog();
        for (int i = 1; i < lines.size(); i++) {
            log.add(parse(file, i + 1, lines.get(i)));
        }
        return log;
    }

    private static Row parse(Path file, int number, String line) {
        try {
            return Row.parse(line);
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException(file + " must have the header's " + COLUMNS
                    + " numbers in line " + number + ", got \"" + line + "\"");
        }
    }
}

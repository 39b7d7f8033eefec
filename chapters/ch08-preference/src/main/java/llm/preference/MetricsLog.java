package llm.preference;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import llm.tensor.file.AtomicFile;
import llm.text.files.JsonFile;

/// What was watched at every step of a training, by name; on disk an object on each line (JSONL).
public final class MetricsLog {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<TreeMap<String, Double>> ROW = new TypeReference<>() { };
    private static final String STEP = "step";

    private final List<Row> rows = new ArrayList<>();

    /// What was seen at a step.
    ///
    /// @param step   steps done, this one included
    /// @param values by name
    public record Row(int step, Map<String, Double> values) {

        public Row {
            values = Collections.unmodifiableMap(new TreeMap<>(values));
        }

        /// A value; NaN where there is none.
        public double value(String name) {
            return values.getOrDefault(name, Double.NaN);
        }

        private String json() {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put(STEP, step);
            all.putAll(values);
            return JSON.valueToTree(all).toString();
        }
    }

    public void add(Row row) {
        rows.add(row);
    }

    public List<Row> rows() {
        return Collections.unmodifiableList(rows);
    }

    /// The steps and values of one name, where there are any.
    public List<Row> with(String name) {
        return rows.stream().filter(row -> row.values.containsKey(name)).toList();
    }

    /// Mean of the last values of a name, up to `most`; NaN where there is none.
    public double recent(String name, int most) {
        List<Row> all = with(name);
        return all.subList(Math.max(0, all.size() - most), all.size()).stream()
                .mapToDouble(row -> row.value(name)).average().orElse(Double.NaN);
    }

    /// Writes all rows. The file appears when it is whole.
    public void write(Path file) throws IOException {
        AtomicFile.writeText(file, rows.stream().map(row -> row.json() + "\n")
                .collect(Collectors.joining()));
    }

    /// Reads the rows up to a step; none where there is no file.
    ///
    /// @throws IllegalArgumentException if the file is something else
    public static MetricsLog read(Path file, int lastStep) throws IOException {
        MetricsLog log = new MetricsLog();
        List<String> lines = Files.exists(file) ? JsonFile.text(file).lines().toList()
                : List.of();
        for (int i = 0; i < lines.size(); i++) {
            Map<String, Double> values = parse(file, i + 1, lines.get(i));
            int step = values.remove(STEP).intValue();
            if (step <= lastStep) {
                log.add(new Row(step, values));
            }
        }
        return log;
    }

    private static Map<String, Double> parse(Path file, int number, String line) {
        try {
            Map<String, Double> values = JsonFile.strict().forType(ROW).readValue(line);
            if (values != null && values.get(STEP) != null
                    && values.values().stream().allMatch(Objects::nonNull)) {
                return values;
            }
        } catch (JacksonException _) {
            // told below
        }
        throw new IllegalArgumentException(
                "%s must have an object with a step and numbers in line %d, got %s"
                        .formatted(file, number, line));
    }
}

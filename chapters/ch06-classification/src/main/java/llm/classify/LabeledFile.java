package llm.classify;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import llm.classify.LabeledTable.Columns;
import llm.text.files.FileKind;
import llm.text.files.JsonFile;

/// Reads a file of labelled texts. The end of its name says how it is written: `.csv` as RFC 4180
/// has it; `.tsv`, `.txt` or none, a line for each text, its columns parted by tabs and its quotes
/// ordinary characters; `.jsonl` or `.ndjson`, an object in each line.
final class LabeledFile {
    private static final ObjectReader CSV = new CsvMapper().readerFor(String[].class)
            .with(CsvParser.Feature.WRAP_AS_ARRAY);

    private final Path file;
    private final Columns columns;

    /// The cells of a row, and the line that it begins in, from 1.
    private record Row(int line, List<String> cells) {
    }

    LabeledFile(Path file, Columns columns) {
        this.file = file;
        this.columns = columns;
    }

    /// The texts and their labels in the order of the file.
    List<Example> read() throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(
                    file + " must be a file, got " + (Files.exists(file) ? "a folder" : "none"));
        }
        return switch (ending()) {
            case "csv" -> examples(csv(text()));
            case "", "tsv", "txt" -> examples(tsv(text()));
            case "jsonl", "ndjson" -> json(text());
            default -> throw new IllegalArgumentException(
                    file + " must end in .csv, .tsv, .txt, .jsonl or .ndjson, got ." + ending());
        };
    }

    private String ending() {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.contains(".") ? name.substring(name.lastIndexOf('.') + 1) : "";
    }

    /// The characters of the file, which must be UTF-8, without a byte order mark.
    private String text() throws IOException {
        FileKind.requireText(file);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        CharBuffer chars = CharBuffer.allocate(bytes.capacity());
        if (StandardCharsets.UTF_8.newDecoder().decode(bytes, chars, true).isError()) {
            long line = 1 + IntStream.range(0, bytes.position())
                    .filter(i -> bytes.get(i) == '\n').count();
            throw new IllegalArgumentException(
                    file + " must be UTF-8, got other bytes in line " + line);
        }
        String text = chars.flip().toString();
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private List<Row> csv(String text) throws IOException {
        List<Row> rows = new ArrayList<>();
        int line = 1;
        try (MappingIterator<String[]> records = CSV.readValues(text)) {
            while (records.hasNextValue()) {
                rows.add(new Row(line, List.of(records.nextValue())));
                line = records.getCurrentLocation().getLineNr();
            }
        } catch (JacksonException e) {
            throw malformed("CSV", line, e);
        }
        rows.removeIf(row -> row.cells().size() == 1 && row.cells().getFirst().isBlank());
        return rows;
    }

    private static List<Row> tsv(String text) {
        List<Row> rows = new ArrayList<>();
        String[] lines = text.split("\r?\n");
        for (int i = 0; i < lines.length; i++) {
            if (!lines[i].isBlank()) {
                rows.add(new Row(i + 1, List.of(lines[i].split("\t", -1))));
            }
        }
        return rows;
    }

    /// Finds the two columns, by the header or without one, and takes them from each row.
    private List<Example> examples(List<Row> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        List<String> first = rows.getFirst().cells();
        boolean header = first.contains(columns.label()) && first.contains(columns.text());
        boolean bare = columns.equals(Columns.DEFAULT) && first.size() == 2
                && !first.contains(columns.label()) && !first.contains(columns.text());
        if (!header && !bare) {
            throw new IllegalArgumentException("%s must have the columns %s and %s, got %s"
                    .formatted(file, columns.label(), columns.text(),
                            String.join(", ", first).replaceAll("\\R|\\p{Cc}", " ")));
        }
        int label = header ? first.indexOf(columns.label()) : 0;
        int text = header ? first.indexOf(columns.text()) : 1;
        List<Example> examples = new ArrayList<>();
        for (Row row : header ? rows.subList(1, rows.size()) : rows) {
            if (row.cells().size() != first.size()) {
                throw new IllegalArgumentException("%s must have %d columns in line %d, got %d"
                        .formatted(file, first.size(), row.line(), row.cells().size()));
            }
            examples.add(example(row.line(), row.cells().get(label), row.cells().get(text)));
        }
        return examples;
    }

    private List<Example> json(String text) throws IOException {
        List<Example> examples = new ArrayList<>();
        String[] lines = text.split("\r?\n");
        for (int i = 0; i < lines.length; i++) {
            if (!lines[i].isBlank()) {
                JsonNode object = object(i + 1, lines[i]);
                examples.add(example(i + 1, object.path(columns.label()).asText(""),
                        object.path(columns.text()).asText("")));
            }
        }
        return examples;
    }

    /// The object in a line, which has both fields; nulls and lists count as nothing.
    private JsonNode object(int line, String text) throws IOException {
        JsonNode object;
        try {
            object = JsonFile.strict().readTree(text);
        } catch (JacksonException e) {
            throw malformed("JSON", line, e);
        }
        if (!object.isObject()) {
            throw new IllegalArgumentException("%s must hold an object in line %d, got %s"
                    .formatted(file, line, object.getNodeType()));
        }
        if (!object.has(columns.label()) || !object.has(columns.text())) {
            throw new IllegalArgumentException(
                    "%s must have the fields %s and %s in line %d, got %s".formatted(file,
                            columns.label(), columns.text(), line,
                            String.join(", ", (Iterable<String>) object::fieldNames)));
        }
        return object;
    }

    private IllegalArgumentException malformed(String form, int line, JacksonException cause) {
        return new IllegalArgumentException("%s must be %s, got in line %d: %s"
                .formatted(file, form, line, cause.getOriginalMessage()), cause);
    }

    private Example example(int line, String label, String text) {
        if (label.isBlank() || text.isBlank()) {
            throw new IllegalArgumentException(
                    "%s must have a label and a text in line %d, got no %s".formatted(file, line,
                            label.isBlank() ? "label" : "text"));
        }
        return new Example(text, label);
    }
}

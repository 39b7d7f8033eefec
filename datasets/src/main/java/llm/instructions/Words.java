package llm.instructions;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The tables of `words.txt`.
final class Words {
    /// Tables of which each split has rows of its own.
    static final List<String> OPEN = List.of("name", "thing", "place");

    /// Tables that words can be members of.
    static final List<String> CATEGORIES = List.of("animal", "colour", "food", "weather");

    private final Map<String, List<Row>> tables = new LinkedHashMap<>();

    /// One row. In a table of one column both cells are the same.
    record Row(String word, String other) {}

    Words(String text) {
        String lines = text.replaceAll("(?m)^#.*$", "").replaceAll("\n +", " ");
        for (String line : lines.lines().filter(line -> !line.isBlank()).toList()) {
            String[] sides = line.split(": ", 2);
            if (sides.length < 2) {
                throw new IllegalArgumentException("a line must be 'table: word', got " + line);
            }
            tables.put(sides[0], Stream.of(sides[1].split(",")).map(Words::row).toList());
        }
    }

    private static Row row(String cells) {
        String[] parts = cells.strip().split("/", 2);
        return new Row(parts[0], parts[parts.length - 1]);
    }

    /// The words of the resource file.
    static Words standard() {
        return Standard.WORDS;
    }

    /// All rows of a table.
    List<Row> rows(String table) {
        List<Row> rows = tables.get(table);
        if (rows == null) {
            throw new IllegalArgumentException(
                    "a table must be one of " + tables.keySet() + ", got " + table);
        }
        return rows;
    }

    /// The rows that a split may use: all those of a closed table, its own of an open one.
    List<Row> rows(String table, Split split) {
        List<Row> rows = rows(table);
        return OPEN.contains(table)
                ? IntStream.range(0, rows.size()).filter(i -> Split.ofRow(i) == split)
                        .mapToObj(rows::get).toList()
                : rows;
    }

    /// All words of the category that a word is in; none if it is in no category.
    List<String> tableWith(String word) {
        return CATEGORIES.stream().map(table -> rows(table).stream().map(Row::word).toList())
                .filter(words -> words.contains(word)).findFirst().orElse(List.of());
    }

    boolean isNameOrThing(String word) {
        return Stream.of("name", "thing").flatMap(table -> rows(table).stream())
                .anyMatch(row -> row.word().equals(word));
    }

    /// The second cell beside a word.
    String beside(String table, String word) {
        return rows(table).stream().filter(row -> row.word().equals(word)).map(Row::other)
                .findFirst().orElseThrow(() -> new IllegalArgumentException(
                        "a word must be in table " + table + ", got " + word));
    }

    /// Every table's name.
    List<String> tables() {
        return new ArrayList<>(tables.keySet());
    }

    /// The text of a file beside this class, with line feeds.
    static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(
                Words.class.getResourceAsStream(name), name + " must be on the class path")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Standard {
        private static final Words WORDS = new Words(resource("words.txt"));
    }
}

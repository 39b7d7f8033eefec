package llm.tales;

import java.util.Arrays;
import java.util.List;

/// Words that can stand for one another, one to a row, with the forms that a story needs of them.
/// A table whose first column is `name` holds characters; one whose first column is `thing` holds
/// objects that a story may lose, find, break or give away.
record Table(String name, List<String> columns, List<Row> rows) {

    /// One row: its table and its cells, in the order of the table's columns. Rows are told apart
    /// by identity, so that two roles of a story never share one.
    static final class Row {
        private final Kind kind;
        private final List<String> columns;
        private final List<String> cells;

        Row(List<String> columns, List<String> cells) {
            this.kind = Kind.of(columns.getFirst());
            this.columns = columns;
            this.cells = cells;
        }

        Kind kind() {
            return kind;
        }

        /// The word itself: the first cell.
        String word() {
            return cells.getFirst();
        }

        boolean has(String column) {
            return columns.contains(column);
        }

        String cell(String column) {
            if (!has(column)) {
                throw new IllegalArgumentException("a field must be one of the columns " + columns
                        + ", got " + column + " for " + word());
            }
            return cells.get(columns.indexOf(column));
        }

        List<String> cells() {
            return cells;
        }
    }

    /// What the rows of a table stand for.
    enum Kind {
        CHARACTER, OBJECT, OTHER;

        static Kind of(String firstColumn) {
            return switch (firstColumn) {
                case "name" -> CHARACTER;
                case "thing" -> OBJECT;
                default -> OTHER;
            };
        }
    }

    /// Reads a table from its heading, `NAME: column, column`, and lines of cells parted by `|`.
    static Table parse(String heading, List<String> lines) {
        int colon = heading.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException(
                    "a table must begin 'table NAME: column, column', got table " + heading);
        }
        List<String> columns = split(heading.substring(colon + 1), ",");
        List<Row> rows = lines.stream().map(line -> row(columns, line)).toList();
        return new Table(heading.substring(0, colon).strip(), columns, rows);
    }

    private static Row row(List<String> columns, String line) {
        List<String> cells = split(line, "\\|");
        if (cells.size() != columns.size()) {
            throw new IllegalArgumentException("a row must have " + columns.size() + " cells "
                    + columns + ", got " + cells.size() + ": " + line);
        }
        return new Row(columns, cells);
    }

    private static List<String> split(String line, String separator) {
        return Arrays.stream(line.split(separator, -1)).map(String::strip).toList();
    }
}

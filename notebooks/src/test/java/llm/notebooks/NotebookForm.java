package llm.notebooks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import llm.notebook.Notebook;
import llm.notebook.NotebookCell;

/// How a notebook is written, in numbers.
///
/// @param lines    of each cell of code, without empty ones, from the shortest to the longest
/// @param words    of prose
/// @param checks   that the cells passed
/// @param pictures that they show
record NotebookForm(List<Integer> lines, long words, long checks, long pictures) {
    private static final Pattern NOT_PROSE = Pattern.compile("(?s)<!--.*?-->|```.*?```");

    static NotebookForm of(Notebook notebook) {
        List<NotebookCell> code = notebook.cells().stream().filter(NotebookCell::isCode).toList();
        return new NotebookForm(code.stream().map(NotebookForm::lines).sorted().toList(),
                notebook.cells().stream().filter(cell -> !cell.isCode())
                        .mapToLong(NotebookForm::words).sum(),
                code.stream().mapToLong(NotebookForm::checks).sum(),
                code.stream().mapToLong(NotebookForm::pictures).sum());
    }

    /// The length that `share` of the cells do not exceed.
    int linesOf(double share) {
        return lines.get((int) Math.ceil(share * lines.size()) - 1);
    }

    double wordsPerLine() {
        return words / (double) lines.stream().mapToInt(n -> n).sum();
    }

    /// For a table: cells of code; lines of a cell (half of them, nine in ten, all have no more);
    /// words per line of code; checks; pictures.
    String row() {
        return String.format(Locale.ROOT, "%d | %d / %d / %d | %.1f | %d | %d", lines.size(),
                linesOf(0.5), linesOf(0.9), linesOf(1), wordsPerLine(), checks, pictures);
    }

    private static int lines(NotebookCell cell) {
        return (int) cell.source().lines().filter(line -> !line.isBlank()).count();
    }

    private static long words(NotebookCell cell) {
        String prose = NOT_PROSE.matcher(cell.source()).replaceAll(" ");
        return Stream.of(prose.split("\\s+"))
                .filter(word -> word.chars().anyMatch(Character::isLetterOrDigit)).count();
    }

    /// Checks that a cell passed when it ran last.
    static long checks(NotebookCell cell) {
        return cell.outputs().stream().flatMap(output -> text(output.path("text")).lines())
                .filter(line -> line.startsWith("✓ ")).count();
    }

    /// Pictures that a cell shows.
    static long pictures(NotebookCell cell) {
        return cell.outputs().stream().filter(NotebookForm::isPicture).count();
    }

    static boolean isPicture(JsonNode output) {
        return output.path("data").propertyStream()
                .anyMatch(data -> data.getKey().startsWith("image/"));
    }

    private static String text(JsonNode text) {
        var whole = new StringBuilder(text.asText());
        text.forEach(part -> whole.append(part.asText()));
        return whole.toString();
    }
}

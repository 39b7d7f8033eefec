package llm.notebooks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import llm.notebook.Notebook;
import llm.notebook.NotebookCell;

/// A numbered section of a notebook, such as `## 3.4 The causal mask`.
///
/// @param number such as `3.4` or `A.1`
/// @param cells  its cells of code
record Section(String number, List<NotebookCell> cells) {
    private static final Pattern HEADING =
            Pattern.compile("## ((?:[A-Z]\\.|\\d+\\.)?\\d+)\\.? .*");

    /// All of a notebook, in order.
    static List<Section> of(Notebook notebook) {
        var sections = new ArrayList<Section>();
        for (NotebookCell cell : notebook.cells()) {
            for (String heading : cell.headings()) {
                Matcher matcher = HEADING.matcher(heading);
                if (matcher.matches()) {
                    sections.add(new Section(matcher.group(1), new ArrayList<>()));
                }
            }
            if (cell.isCode() && !sections.isEmpty()) {
                sections.getLast().cells.add(cell);
            }
        }
        return sections;
    }

    /// The section that a code cell stands in.
    ///
    /// @param cell its number, counted from 1
    static Optional<Section> ofCell(Notebook notebook, int cell) {
        return of(notebook).stream()
                .filter(section -> section.cells.stream().anyMatch(c -> c.number() == cell))
                .findFirst();
    }

    /// How many checks its cells passed when they ran last.
    long checks() {
        return cells.stream().mapToLong(NotebookForm::checks).sum();
    }

    /// How many pictures its cells show.
    long pictures() {
        return cells.stream().mapToLong(NotebookForm::pictures).sum();
    }
}

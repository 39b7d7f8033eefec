import java.util.List;
import llm.exercise.ExerciseNotDone;

/// Exercise 6.3 ★★: exact line deduplication. On the web the same menus, cookie notices and footers
/// stand on thousands of pages, and a model would learn them by heart.
///
/// Keep of each document only the lines that occur exactly once in the whole corpus: a line that
/// stands there twice, in two documents or in one, goes everywhere, its first occurrence too. Two
/// documents, with `\n` between their lines,
///
/// ```text
/// "Home | Contact\nFoxes are shy.\nAll rights reserved"
/// "Home | Contact\nOwls hunt at night.\nOwls sleep by day.\nAll rights reserved"
/// ```
///
/// become `"Foxes are shy."` and `"Owls hunt at night.\nOwls sleep by day."`. The lines that are
/// kept stay in order, joined by `\n`; a document of which no line is kept becomes `""` and stays
/// in its place. Lines are compared as they are, blanks and capitals included. An empty line is a
/// line like any other: `"a\n"` is the two lines `a` and `""`, and the document `""` is one line.
///
/// Section 6.1 of the notebook.
public final class Ex63LineDuplicates {
    private Ex63LineDuplicates() {}

    /// @param documents texts, their lines parted by `\n`
    /// @return as many texts, in the same order
    public static List<String> withoutRepeatedLines(List<String> documents) {
        throw new ExerciseNotDone("Exercise 6.3: write withoutRepeatedLines(List<String>)");
    }
}

package llm.grade;

import java.nio.file.Path;

/// An exercise of the book.
///
/// @param id        such as `3.2`
/// @param title     such as `the causal mask`
/// @param level     1 (minutes) to 3 (an evening)
/// @param section   of the chapter's notebook, such as `3.4`
/// @param task      what is to be done, in Markdown
/// @param chapter   its folder's name, such as `ch03-attention`
/// @param className of the answer, such as `Ex32CausalMask`
/// @param folder    `exercises` of the chapter
public record Exercise(String id, String title, int level, String section, String task,
        String chapter, String className, Path folder) {
    /// The file that learners write.
    public Path answer() {
        return folder.resolve(fileName());
    }

    /// The stub as the book has it: what the tests are compiled against, and what a reset restores.
    public Path stub() {
        return folder.resolve("stubs").resolve(fileName());
    }

    /// The graded tests.
    public Path tests() {
        return folder.resolve("tests").resolve(className + "Test.java");
    }

    /// The ladder of hints.
    public Path hints() {
        return folder.resolve("hints").resolve("ex" + id + ".md");
    }

    /// Typical wrong answers, each in a folder named by its misconception.
    public Path wrongAnswers() {
        return folder.resolve("wrong");
    }

    /// Such as `Ex32CausalMask.java`.
    public String fileName() {
        return className + ".java";
    }

    /// The chapter's number.
    public int chapterNumber() {
        return Integer.parseInt(id.substring(0, id.indexOf('.')));
    }

    /// The number within the chapter.
    public int number() {
        return Integer.parseInt(id.substring(id.indexOf('.') + 1));
    }

    /// Such as `★★`.
    public String stars() {
        return "★".repeat(level);
    }

    /// Such as `3.2 ★ the causal mask`.
    @Override
    public String toString() {
        return id + " " + stars() + " " + title;
    }
}

package llm.tools.exercises;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import llm.grade.Exercise;
import llm.grade.files.Grader;
import llm.grade.files.Submissions;
import llm.grade.files.Submissions.Graded;
import llm.tensor.file.AtomicFile;
import llm.tools.cli.CommonOptions;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// Grades a class, and keeps a table of it in a file, which grows as grading goes on.
final class SubmissionsGrading {
    private final Submissions submissions;
    private final Path file;

    /// @param file the table, in CSV
    SubmissionsGrading(Path folder, List<Exercise> exercises, Path file) throws IOException {
        submissions = Submissions.in(folder, exercises);
        this.file = file;
    }

    List<Graded> run(Grader grader, long seed, CommonOptions common) throws IOException {
        int threads = Runtime.getRuntime().availableProcessors();
        write(List.of());                                   // says at once if it cannot be
        try (var bar = common.progress("Grading", "answers", submissions.size())) {
            return submissions.grade(grader, threads, seed, all -> {
                Graded last = all.getLast();
                bar.reached(all.size(), shown(last.folder()) + " "
                        + last.verdict().exercise().id());
                boolean folderEnds = all.size() == submissions.size()
                        || all.size() % submissions.exercises() == 0;
                if (folderEnds) {
                    write(all);
                }
            });
        }
    }

    private void write(List<Graded> all) throws IOException {
        var text = new StringWriter();
        table(all, SubmissionsGrading::cell).write().csv(text);
        AtomicFile.writeText(file, text.toString());
    }

    /// A table for a terminal, which a folder's name must not control.
    static Table table(List<Graded> all) {
        return table(all, SubmissionsGrading::shown);
    }

    private static String shown(String folder) {
        return folder.replaceAll("\\p{Cntrl}", "�");
    }

    /// A name that a spreadsheet would take for a formula, with the quote that makes it a text.
    private static String cell(String folder) {
        return folder.matches("(?s)[=+@\\-\\t\\r].*") ? "'" + folder : folder;
    }

    /// A row for each folder and exercise.
    private static Table table(List<Graded> all, UnaryOperator<String> name) {
        var folder = StringColumn.create("folder");
        var exercise = StringColumn.create("exercise");
        var status = StringColumn.create("status");
        var points = IntColumn.create("points");
        var maxPoints = IntColumn.create("maxPoints");
        var seconds = DoubleColumn.create("seconds");
        for (Graded each : all) {
            folder.append(name.apply(each.folder()));
            exercise.append(each.verdict().exercise().id());
            status.append(each.verdict().status().word());
            points.append(each.verdict().points());
            maxPoints.append(each.verdict().maxPoints());
            seconds.append(Math.round(each.verdict().seconds() * 1000) / 1000.0);
        }
        return Table.create("grades", folder, exercise, status, points, maxPoints, seconds);
    }
}

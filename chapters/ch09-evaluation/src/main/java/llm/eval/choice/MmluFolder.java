package llm.eval.choice;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import llm.text.files.JsonFile;

/// Questions in the layout of MMLU: a folder with `test/SUBJECT_test.csv`, the questions, and
/// `dev/SUBJECT_dev.csv`, solved examples for the prompt. A row is a question, its choices, and the
/// letter of the right one; there is no heading.
///
/// Source: Hendrycks et al. (2021), *Measuring massive multitask language understanding*.
public final class MmluFolder {
    private static final ObjectReader CSV = new CsvMapper().readerFor(String[].class)
            .with(CsvParser.Feature.WRAP_AS_ARRAY);
    private static final String TEST = "_test.csv";
    private static final int FEWEST_CELLS = 4;               // a question, two choices, a letter

    private final Path folder;

    /// @throws IllegalArgumentException if the folder has no `test` with questions
    public MmluFolder(Path folder) throws IOException {
        this.folder = folder;
        if (!Files.isDirectory(folder.resolve("test")) || subjects().isEmpty()) {
            throw new IllegalArgumentException("the data must be a folder with "
                    + "test/SUBJECT_test.csv and dev/SUBJECT_dev.csv, got " + folder);
        }
    }

    /// The subjects, by name.
    public List<String> subjects() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("test"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(TEST))
                    .map(name -> name.substring(0, name.length() - TEST.length()))
                    .sorted().toList();
        }
    }

    /// The questions of a subject.
    public List<ChoiceQuestion> questions(String subject) throws IOException {
        return read(subject, "test");
    }

    /// The first solved examples of a subject.
    ///
    /// @param count examples; 0 needs no file
    /// @throws IllegalArgumentException if there are fewer
    public List<ChoiceQuestion> examples(String subject, int count) throws IOException {
        if (count == 0) {
            return List.of();
        }
        List<ChoiceQuestion> all = read(subject, "dev");
        if (all.size() < count) {
            throw new IllegalArgumentException("%s must hold %d examples or more, got %d".formatted(
                    file(subject, "dev"), count, all.size()));
        }
        return all.subList(0, count);
    }

    /// All questions of some subjects, in order, each with the solved examples of its subject.
    ///
    /// @param shots examples
    public SequencedMap<ChoiceQuestion, List<ChoiceQuestion>> withExamples(List<String> subjects,
            int shots) throws IOException {
        var all = new LinkedHashMap<ChoiceQuestion, List<ChoiceQuestion>>();
        for (String subject : subjects) {
            List<ChoiceQuestion> examples = examples(subject, shots);
            questions(subject).forEach(question -> all.put(question, examples));
        }
        return all;
    }

    private Path file(String subject, String part) {
        return folder.resolve(part).resolve(subject + "_" + part + ".csv");
    }

    private List<ChoiceQuestion> read(String subject, String part) throws IOException {
        Path file = file(subject, part);
        var questions = new ArrayList<ChoiceQuestion>();
        try (MappingIterator<String[]> rows = CSV.readValues(JsonFile.text(file))) {
            while (rows.hasNextValue()) {
                questions.add(question(subject, questions.size(), rows.nextValue(), file));
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException("%s must be CSV, got in row %d: %s".formatted(file,
                    questions.size() + 1, e.getOriginalMessage()), e);
        }
        return questions;
    }

    private static ChoiceQuestion question(String subject, int row, String[] cells, Path file) {
        String last = cells[cells.length - 1].strip();
        int choices = cells.length - 2;
        int answer = last.length() == 1 ? last.charAt(0) - 'A' : -1;
        if (cells.length < FEWEST_CELLS || answer < 0 || answer >= choices) {
            throw new IllegalArgumentException(("row %d of %s must be a question, its choices, and "
                    + "the letter of the right one, got %d cells and \"%s\" at the end").formatted(
                            row + 1, file, cells.length, last));
        }
        return new ChoiceQuestion(subject, row, cells[0],
                Arrays.asList(cells).subList(1, cells.length - 1), answer);
    }
}

package llm.grade;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
import llm.tensor.file.AtomicFile;

/// What one learner has reached, kept in a file: points of the last grading and hints seen.
public final class Progress {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final TreeMap<String, Entry> entries;

    private Progress(Path file, TreeMap<String, Entry> entries) {
        this.file = file;
        this.entries = entries;
    }

    /// What is known of an exercise.
    ///
    /// @param status of the last grading, such as `passed`; empty if there was none
    /// @param hints  seen so far
    public record Entry(String status, int points, int maxPoints, int hints) {
        static final Entry NONE = new Entry("", 0, 0, 0);

        public boolean passed() {
            return status.equals(Status.PASSED.word());
        }
    }

    /// Reads the file, if there is one. One that cannot be read counts as none.
    public static Progress of(Path file) {
        if (Files.exists(file)) {
            try {
                return new Progress(file, JSON.readValue(file.toFile(), new TypeReference<>() {}));
            } catch (IOException e) {
                return new Progress(file, new TreeMap<>());
            }
        }
        return new Progress(file, new TreeMap<>());
    }

    /// The progress of whoever uses the book that this program belongs to.
    public static Progress ofBook() {
        return of(Path.of(System.getProperty("llm.cache", ".cache"), "grade", "progress.json"));
    }

    /// What is known of an exercise; an empty entry if nothing is.
    public Entry entry(String id) {
        return entries.getOrDefault(id, Entry.NONE);
    }

    /// The first exercise that has not been passed.
    public Optional<Exercise> next(Exercises exercises) {
        return exercises.all().stream().filter(each -> !entry(each.id()).passed()).findFirst();
    }

    /// Takes up the verdict on a learner's own file.
    public void take(Verdict verdict) throws IOException {
        String id = verdict.exercise().id();
        put(id, new Entry(verdict.status().word(), verdict.points(), verdict.maxPoints(),
                entry(id).hints()));
    }

    /// Takes up that hints were seen.
    public void takeHints(String id, int hints) throws IOException {
        Entry old = entry(id);
        put(id, new Entry(old.status(), old.points(), old.maxPoints(), hints));
    }

    private void put(String id, Entry entry) throws IOException {
        entries.put(id, entry);
        Files.createDirectories(file.toAbsolutePath().getParent());
        AtomicFile.writeText(file,
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(entries) + "\n");
    }
}

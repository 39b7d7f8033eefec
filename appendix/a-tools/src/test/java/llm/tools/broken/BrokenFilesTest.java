package llm.tools.broken;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import llm.data.DownloadFailed;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Reads thousands of files that were changed at random. Each is read as the unharmed file is, or
/// refused in one sentence that names it, soon and without much memory. A change within a value,
/// such as a weight, a text or a number, can leave another good file, which no reader can see: then
/// what is read may differ in what that value makes, by a [Rule], and in nothing else.
///
/// `-Dllm.mutations=N` reads another number of them, `-Dllm.mutations.seed=N` others;
/// `-Dllm.mutations.only=NAME` those of one subject; `-Dllm.mutations.keep=DIR` keeps the files that
/// found a fault.
@DisplayName("Files with random faults")
class BrokenFilesTest {

    private static final int COUNT = Integer.getInteger("llm.mutations", 2_800);
    private static final long SEED = Long.getLong("llm.mutations.seed", 1);
    private static final String ONLY = System.getProperty("llm.mutations.only", ".*");
    private static final String KEEP = System.getProperty("llm.mutations.keep", "");
    private static final long SPARE_BYTES = 64 << 20;
    private static final Duration LONGEST = Duration.ofSeconds(2);     // of processor time
    private static final int MOST_SHOWN = 60;

    @TempDir
    private Path root;

    private final Map<String, List<String>> faults = new TreeMap<>();

    @Test
    @DisplayName("are read as what they are, or refused in one sentence that names them")
    void areReadOrRefused() throws Exception {
        try (Subjects made = Subjects.in(root)) {
            List<Subject> subjects = made.all().stream()
                    .filter(subject -> subject.name().matches(ONLY)).toList();
            Map<Subject, Parts> unharmed = new HashMap<>();
            for (Subject subject : subjects) {
                unharmed.put(subject, unharmed(subject));
            }
            Mutations mutations = new Mutations(SEED);
            Random random = new Random(SEED);
            for (int i = 0; i < COUNT; i++) {
                Subject subject = subjects.get(i % subjects.size());
                List<Path> files = subject.files();
                readChanged(subject, unharmed.get(subject),
                        files.get(random.nextInt(files.size())), mutations, i);
            }
        }
        List<String> shown = faults.entrySet().stream().limit(MOST_SHOWN).map(entry ->
                entry.getValue().size() + " × " + entry.getKey() + "; first: "
                        + entry.getValue().getFirst()).toList();
        assertThat(shown).as("kinds of faults in %d files", COUNT).isEmpty();
    }

    /// Twice, so that what the first reading alone takes is not counted, and what is not the same
    /// every time is found.
    private static Parts unharmed(Subject subject) throws Exception {
        Parts first = subject.reader().read(subject.folder());
        Parts second = subject.reader().read(subject.folder());
        assertThat(first.differences(second)).as(subject.name()).isEmpty();
        return first;
    }

    private void readChanged(Subject subject, Parts unharmed, Path file, Mutations mutations,
                             int number) throws Exception {
        byte[] whole = Files.readAllBytes(file);
        String name = file.getFileName().toString();
        byte[] changed = mutations.mutated(whole, name);
        Files.write(file, changed);
        int before = noted();
        try {
            Reading reading = Reading.of(subject);
            String what = "number %d, %s".formatted(number, root.relativize(file));
            judge(subject, reading, what);
            reading.parts().ifPresent(parts -> compare(subject, unharmed.differences(parts),
                    Places.touched(name, whole, changed).stream().map(place ->
                            name + ":" + place).collect(Collectors.toCollection(TreeSet::new)),
                    what));
        } finally {
            if (!KEEP.isEmpty() && noted() > before) {
                Files.copy(file, Path.of(KEEP).resolve(number + "-" + name));
            }
            Files.write(file, whole);
        }
    }

    private void judge(Subject subject, Reading reading, String what) throws Exception {
        List<String> wrong = new ArrayList<>();
        reading.thrown().ifPresent(thrown -> {
            String message = String.valueOf(thrown.getMessage());
            if (!(thrown instanceof IllegalArgumentException || thrown instanceof DownloadFailed)
                    || thrown instanceof NumberFormatException) {
                wrong.add(thrown.getClass().getSimpleName() + " at " + place(thrown));
            } else if (!message.contains(subject.origin())) {
                wrong.add("names no file at " + place(thrown));
            } else if (message.lines().count() > 1) {
                wrong.add("more than a line at " + place(thrown));
            }
        });
        tooMuch(subject, reading).ifPresent(wrong::add);
        wrong.forEach(fault -> note(fault,
                what + ": " + reading.thrown().map(Throwable::toString).orElse("")));
    }

    /// What is too much again when it is read again: the heap grows and code is compiled when it
    /// suits the virtual machine.
    private static Optional<String> tooMuch(Subject subject, Reading reading) throws Exception {
        Optional<String> first = tooMuchOnce(subject, reading);
        return first.isEmpty() ? first : tooMuchOnce(subject, Reading.of(subject));
    }

    private static Optional<String> tooMuchOnce(Subject subject, Reading reading) {
        long size = subject.files().stream().mapToLong(file -> file.toFile().length()).sum();
        return reading.bytes() > 2 * size + SPARE_BYTES
                ? Optional.of("took %d MiB of the heap and %d MiB beside it in %s".formatted(
                        reading.heap() >> 20, reading.host() >> 20, subject.name()))
                : reading.time().compareTo(LONGEST) > 0
                ? Optional.of("took more than " + LONGEST.toSeconds() + " s in " + subject.name())
                : Optional.empty();
    }

    private void compare(Subject subject, Set<String> different, Set<String> touched,
                         String what) {
        List<String> wrong = different.stream().filter(part -> subject.rules().stream()
                .noneMatch(rule -> rule.allows(touched, part))).toList();
        if (!wrong.isEmpty()) {
            note("another " + wrong.getFirst().replaceAll("\\d+", "N") + " in " + subject.name(),
                    what + " though only " + touched + " was touched: " + wrong);
        }
    }

    private int noted() {
        return faults.values().stream().mapToInt(List::size).sum();
    }

    private void note(String fault, String first) {
        faults.computeIfAbsent(fault, _ -> new ArrayList<>()).add(first);
    }

    /// The line of this project that threw, or called what threw.
    private static String place(Throwable thrown) {
        for (StackTraceElement frame : thrown.getStackTrace()) {
            if (frame.getClassName().startsWith("llm.")) {
                return frame.getClassName() + "." + frame.getMethodName() + ":"
                        + frame.getLineNumber();
            }
        }
        return "no line of ours";
    }
}

package llm.tools.broken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Reads thousands of files that were changed at random. What a reader takes, it can use; anything
/// else it refuses in one sentence that names the file, soon and without much memory.
///
/// `-Dllm.mutations=N` reads another number of them, `-Dllm.mutations.seed=N` others.
@DisplayName("Files with random faults")
class BrokenFilesTest {

    private static final int COUNT = Integer.getInteger("llm.mutations", 2_400);
    private static final long SEED = Long.getLong("llm.mutations.seed", 1);
    private static final long SPARE_BYTES = 64 << 20;
    private static final Duration LONGEST = Duration.ofSeconds(2);     // of processor time
    private static final Duration WATCHED = Duration.ofSeconds(60);
    private static final int MOST_SHOWN = 40;
    private static final ThreadMXBean THREADS =
            (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir
    private Path root;

    private final Map<String, List<String>> faults = new TreeMap<>();

    /// What reading did.
    private record Reading(Optional<Throwable> thrown, long bytes, Duration time) {
    }

    @Test
    @DisplayName("are read as what they are, or refused in one sentence that names them")
    void areRefusedInOneSentence() throws Exception {
        List<Subject> subjects = Subjects.in(root);
        for (Subject subject : subjects) {
            assertThatCode(() -> subject.reader().read(subject.folder())).as(subject.name())
                    .doesNotThrowAnyException();
        }
        Mutations mutations = new Mutations(SEED);
        Random random = new Random(SEED);
        for (int i = 0; i < COUNT; i++) {
            Subject subject = subjects.get(i % subjects.size());
            List<Path> files = subject.files();
            readChanged(subject, files.get(random.nextInt(files.size())), mutations, i);
        }
        List<String> shown = faults.entrySet().stream().limit(MOST_SHOWN).map(entry ->
                entry.getValue().size() + " × " + entry.getKey() + "; first: "
                        + entry.getValue().getFirst()).toList();
        assertThat(shown).as("kinds of faults in %d files", COUNT).isEmpty();
    }

    private void readChanged(Subject subject, Path file, Mutations mutations, int number)
            throws Exception {
        byte[] whole = Files.readAllBytes(file);
        byte[] changed = mutations.mutated(whole, file.getFileName().toString());
        Files.write(file, changed);
        try {
            judge(subject, read(subject), changed.length,
                    "number %d, %s".formatted(number, root.relativize(file)));
        } finally {
            Files.write(file, whole);
        }
    }

    private static Reading read(Subject subject) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        Throwable[] thrown = new Throwable[1];
        long[] spent = new long[2];
        Thread thread = Thread.ofPlatform().daemon().start(() -> {
            long id = Thread.currentThread().threadId();
            try {
                subject.reader().read(subject.folder());
            } catch (Throwable e) {
                thrown[0] = e;
            }
            spent[0] = THREADS.getThreadAllocatedBytes(id);
            spent[1] = THREADS.getThreadCpuTime(id);
            done.countDown();
        });
        if (!done.await(WATCHED.toSeconds(), TimeUnit.SECONDS)) {
            var stack = new Throwable("it hung");
            stack.setStackTrace(thread.getStackTrace());
            return new Reading(Optional.of(stack), 0, WATCHED);
        }
        return new Reading(Optional.ofNullable(thrown[0]), spent[0], Duration.ofNanos(spent[1]));
    }

    private void judge(Subject subject, Reading reading, long size, String what) {
        List<String> wrong = new ArrayList<>();
        reading.thrown.ifPresent(thrown -> {
            String message = String.valueOf(thrown.getMessage());
            if (!(thrown instanceof IllegalArgumentException)
                    || thrown instanceof NumberFormatException) {
                wrong.add(thrown.getClass().getSimpleName() + " at " + place(thrown));
            } else if (!message.contains(subject.folder().toString())) {
                wrong.add("names no file at " + place(thrown));
            } else if (message.lines().count() > 1) {
                wrong.add("more than a line at " + place(thrown));
            }
        });
        if (reading.bytes > 2 * folderSize(subject, size) + SPARE_BYTES) {
            wrong.add("took " + (reading.bytes >> 20) + " MiB in " + subject.name());
        }
        if (reading.time.compareTo(LONGEST) > 0) {
            wrong.add("took more than " + LONGEST.toSeconds() + " s in " + subject.name());
        }
        wrong.forEach(fault -> faults.computeIfAbsent(fault, _ -> new ArrayList<>())
                .add(what + ": " + reading.thrown.map(Throwable::toString).orElse("")));
    }

    private static long folderSize(Subject subject, long changed) {
        return changed + subject.files().stream().mapToLong(file -> file.toFile().length()).sum();
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

package llm.notebooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import llm.notebook.Notebook;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// A reader believes what a notebook checks. So the checks must notice a wrong library: each of
/// [Patches#ALL] is applied to a copy of one class, and the chapter's notebook run with it.
@DisplayName("A mistake in the library")
class PatchesTest {
    /// Every third one, unless all are wanted: a run takes half a minute.
    private static final List<Patch> TRIED = "all".equals(System.getProperty("llm.patches"))
            ? Patches.ALL
            : IntStream.iterate(0, i -> i < Patches.ALL.size(), i -> i + 3)
                    .mapToObj(Patches.ALL::get).toList();
    private static final Pattern CELL = Pattern.compile("cell (\\d+)");

    /// Each run keeps about one core busy.
    private static final ExecutorService RUNS = Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors());

    @TempDir
    private static Path folder;

    @AfterAll
    static void stop() {
        RUNS.shutdownNow();
    }

    @TestFactory
    @DisplayName("fails at a check of its chapter's notebook")
    Stream<DynamicTest> isNoticed() {
        var ends = TRIED.stream().map(patch -> RUNS.submit(() -> run(patch))).toList();
        return IntStream.range(0, ends.size()).mapToObj(i -> dynamicTest(
                TRIED.get(i).notebook() + ": " + TRIED.get(i).mistake(),
                () -> requireNoticed(TRIED.get(i), ends.get(i))));
    }

    @TestFactory
    @DisplayName("can still be made, and has its section")
    Stream<DynamicTest> isUpToDate() {
        return Patches.ALL.stream().map(patch -> dynamicTest(
                patch.notebook() + ": " + patch.mistake(), () -> {
                    assertThat(PatchedLibrary.text(patch)).contains(patch.replacement());
                    assertThat(Section.of(Notebook.read(file(patch)))).map(Section::number)
                            .contains(patch.section());
                }));
    }

    private static ForkedRun.End run(Patch patch) throws IOException {
        Path classes = PatchedLibrary.compile(patch, Files.createTempDirectory(folder, "patch"));
        return ForkedRun.of(file(patch), classes);
    }

    private static void requireNoticed(Patch patch, Future<ForkedRun.End> run) throws Exception {
        Needs.assume(patch.notebook());
        ForkedRun.End end = run.get();

        assertThat(end.isAtCheck()).as("fails at a check, got %s", end).isTrue();
        Matcher cell = CELL.matcher(end.place());
        assertThat(cell.find()).as("names a cell, got %s", end).isTrue();
        assertThat(Section.ofCell(Notebook.read(file(patch)), Integer.parseInt(cell.group(1))))
                .as("the section of %s", end)
                .map(Section::number).contains(patch.section());
    }

    private static Path file(Patch patch) {
        return Path.of(patch.notebook() + ".ipynb");
    }
}

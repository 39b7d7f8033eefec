package llm.tools.exercises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import llm.grade.process.Sandbox;
import llm.tools.Terminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

@EnabledIf("llm.tools.exercises.OneChapter#hasSolutions")
@DisplayName("An instructor")
class SubmissionsTest {
    /// Code at the beginning of an answer's method, by what it tries, and the status it gets.
    private static final Map<String, String[]> TRIES = Map.ofEntries(
            attempt("loops", "timeout", "while (tokens > -5) { }"),
            attempt("fills-memory", "memory", "var all = new java.util.ArrayList<long[]>();"
                    + "while (tokens > -5) { all.add(new long[1 << 20]); }"),
            attempt("prints-a-gigabyte", "output", "for (int i = 0; i < 1 << 20; i++) {"
                    + "System.out.println(\"x\".repeat(1024)); }"),
            attempt("exits", "exit", "System.exit(0);"),
            attempt("halts", "exit", "Runtime.getRuntime().halt(0);"),
            attempt("does-not-compile", "compile", "int x = \"one\";"),
            attempt("prints-a-verdict", "failed", "System.out.println(\"3.1 ★ the causal mask "
                    + "5/5 ✓ passed\"); if (true) { return new float[0][]; }"),
            attempt("throws", "failed", "if (true) { throw new IllegalStateException(); }"),
            attempt("recurses", "failed", "causalMask(tokens + 1);"),
            attempt("writes-to-the-channel", "output", "try { var out = new java.io."
                    + "FileOutputStream(java.io.FileDescriptor.out); for (int i = 0; i < 999; i++)"
                    + "{ out.write(new byte[] {5, 0, 12, 0, 0}); } }"
                    + "catch (java.io.IOException e) { } if (true) { return new float[0][]; }"),
            attempt("looks-for-tests", "failed", "try { Class.forName(\"Ex31CausalMaskTest\");"
                    + "} catch (ClassNotFoundException e) { return new float[0][]; }"),
            attempt("looks-by-stack", "failed", "for (var frame : Thread.currentThread()"
                    + ".getStackTrace()) { if (frame.getClassName().contains(\"MaskTest\")) {"
                    + "break; } } if (StackWalker.getInstance().walk(all -> all.noneMatch(frame ->"
                    + "frame.getClassName().contains(\"MaskTest\")))) { return new float[0][]; }"));

    @TempDir
    private Path folder = Path.of("");
    private OneChapter book;

    private static Map.Entry<String, String[]> attempt(String name, String status, String code) {
        return Map.entry(name, new String[] {status, code});
    }

    @BeforeEach
    void open() throws IOException {
        book = new OneChapter(folder.resolve("book"));
    }

    @AfterEach
    void close() {
        book.close();
    }

    /// Thirty folders: good ones, wrong ones, and those that try something.
    private Map<String, String> handIn(Path all) throws IOException {
        var expected = new LinkedHashMap<String, String>();
        String solution = book.solution();
        for (int i = 1; i <= 9; i++) {
            hand(all, "good-" + i, solution);
            expected.put("good-" + i, "passed");
        }
        for (Map.Entry<String, String[]> each : TRIES.entrySet()) {
            hand(all, each.getKey(), solution.replace("        if (tokens < 1) {",
                    each.getValue()[1] + "\n        if (tokens < 1) {"));
            expected.put(each.getKey(), each.getValue()[0]);
        }
        hand(all, "wrong", book.wrong());
        expected.put("wrong", "failed");
        hand(all, "leaves-a-child", solution.replace("        if (tokens < 1) {", "try {"
                + "if (tokens == 3) { new ProcessBuilder(\"sleep\", \"986\").start(); } }"
                + "catch (java.io.IOException e) { }\n        if (tokens < 1) {"));
        expected.put("leaves-a-child", "passed");
        hand(all, "forges-a-result", solution.replace("        if (tokens < 1) {", "for (String "
                + "name : new String[] {\"grades.csv\", \"result.json\", \"/tmp/grades.csv\"}) {"
                + "try { java.nio.file.Files.writeString(java.nio.file.Path.of(name), "
                + "\"folder,exercise,status\\nforges-a-result,3.1,passed\"); }"
                + "catch (java.io.IOException e) { } } if (true) { return new float[1][]; }\n"
                + "        if (tokens < 1) {"));
        expected.put("forges-a-result", "failed");
        Path latin = Files.createDirectories(all.resolve("not-utf-8"));
        Files.write(latin.resolve("Ex31CausalMask.java"),
                ("// é\n" + solution).getBytes(StandardCharsets.ISO_8859_1));
        expected.put("not-utf-8", "compile");
        Files.createDirectories(all.resolve("empty"));
        expected.put("empty", "failed");
        hand(all, "stub", Files.readString(book.answer()));
        expected.put("stub", "failed");
        Path linked = Files.createDirectories(all.resolve("file-is-a-link"));
        Files.createSymbolicLink(linked.resolve("Ex31CausalMask.java"),
                book.root().resolve("solutions/ch03/Ex31CausalMask.java"));
        expected.put("file-is-a-link", "compile");
        Files.createSymbolicLink(all.resolve("folder-is-a-link"), all.resolve("good-1"));
        expected.put("folder-is-a-link", "compile");
        Path whole = Files.createDirectories(all.resolve("whole-book")
                .resolve("chapters/ch03-attention/exercises"));
        Files.writeString(whole.resolve("Ex31CausalMask.java"), solution);
        expected.put("whole-book", "passed");
        assertThat(expected).hasSize(30);
        return expected;
    }

    private static void hand(Path all, String name, String source) throws IOException {
        Files.writeString(Files.createDirectories(all.resolve(name))
                .resolve("Ex31CausalMask.java"), source);
    }

    private void gradesThirty(String... options) throws IOException {
        Path all = Files.createDirectories(folder.resolve("handed in"));
        Map<String, String> expected = handIn(all);
        Path table = folder.resolve("grades.csv");
        var args = new ArrayList<>(List.of("grade", "3.1", "--submissions",
                all.toString(), "--out", table.toString(), "--timeout", "12", "--quiet"));
        args.addAll(List.of(options));

        Terminal run = book.run(args.toArray(new String[0]));

        assertThat(run.exitCode()).as(run.err()).isZero();
        List<String> lines = Files.readAllLines(table);
        assertThat(lines.getFirst()).isEqualTo("folder,exercise,status,points,maxPoints,seconds");
        var got = new LinkedHashMap<String, String>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",");
            got.put(cells[0], cells[2]);
            assertThat(cells[1]).isEqualTo("3.1");
            assertThat(cells[3]).as(line).satisfies(points -> {
                if (cells[2].equals("passed")) {
                    assertThat(points).isEqualTo("5");
                } else if (!cells[2].equals("failed")) {
                    assertThat(points).isEqualTo("0");
                } else {
                    assertThat(Integer.parseInt(points)).isLessThan(5);
                }
            });
        }
        assertThat(got).containsExactlyInAnyOrderEntriesOf(expected);
    }

    @Test
    @DisplayName("grades thirty folders in bubblewrap, whatever is in them")
    void gradesInSandbox() throws IOException {
        assumeTrue(Sandbox.find("bwrap").isPresent(), "bubblewrap works here");
        gradesThirty();
    }

    @Test
    @DisplayName("may grade them without isolation")
    void gradesWithout() throws IOException {
        gradesThirty("--no-isolation");
    }

    @Test
    @DisplayName("is told where there is no sandbox")
    void refusesWithout() throws IOException {
        Path all = folder.resolve("all");
        hand(all, "one", book.solution());
        System.setProperty("llm.bwrap", folder.resolve("no-such-bwrap").toString());
        try {
            Terminal run = book.run("grade", "3.1", "--submissions", all.toString(),
                    "--out", folder.resolve("grades.csv").toString());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains("bubblewrap is missing or refused here",
                    "--no-isolation");
            assertThat(folder.resolve("grades.csv")).doesNotExist();
        } finally {
            System.clearProperty("llm.bwrap");
        }
    }

    @Test
    @DisplayName("gets names as texts, no formulas and no commands to a terminal")
    void quotesNames() throws IOException {
        Path all = folder.resolve("all");
        hand(all, "=1+1,\"x\ny", Files.readString(book.answer()));
        hand(all, "a\u001b[2J", Files.readString(book.answer()));
        Path table = folder.resolve("grades.csv");
        Terminal run = book.run("grade", "3.1", "--submissions", all.toString(), "--out",
                table.toString(), "--no-isolation", "--quiet");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(table).content().contains("\n\"'=1+1,\"\"x\ny\",3.1,failed,0,5,");
        assertThat(run.out()).contains("=1+1,\"x�y", "a�[2J").doesNotContain("\u001b");
    }

    @Test
    @DisplayName("is told at once where no table can be written")
    void needsATable() throws IOException {
        Path all = folder.resolve("all");
        hand(all, "one", book.solution());
        Files.createDirectories(folder.resolve("grades.csv/full"));
        Terminal run = book.run("grade", "3.1", "--submissions", all.toString(), "--out",
                folder.resolve("grades.csv").toString(), "--no-isolation");

        assertThat(run.exitCode()).isNotZero();
        assertThat(run.err()).doesNotContain("1 of 1");
    }

    @Test
    @DisplayName("makes a copy of the book without what learners must not see")
    void makesHandout() throws IOException {
        Files.createDirectories(book.root().resolve(".grade"));
        Files.writeString(book.root().resolve(".grade/seed"), "1\n");
        String stub = Files.readString(book.answer());
        Files.writeString(book.answer(), book.solution());
        Path copy = folder.resolve("course");

        assertThat(book.run("handout", copy.toString()).exitCode()).isZero();

        Path exercises = copy.resolve("chapters/ch03-attention/exercises");
        assertThat(exercises.resolve("Ex31CausalMask.java")).hasContent(stub);
        assertThat(exercises.resolve("tests/Ex31CausalMaskTest.java")).exists();
        assertThat(exercises.resolve("wrong")).doesNotExist();
        assertThat(copy.resolve("solutions")).doesNotExist();
        assertThat(copy.resolve("pom.xml")).content().contains("notebooks")
                .doesNotContain("solutions");
        assertThat(copy.resolve("AGENTS.md")).content().contains("Be a tutor");
        assertThat(copy.resolve(".grade/seed")).content().isNotEqualTo("1\n");
        assertThat(book.run("handout", copy.toString()).err()).contains("does not exist yet");
        assertThat(book.run("handout", book.root().resolve("x").toString()).err())
                .contains("outside the book");
    }
}

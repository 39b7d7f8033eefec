package llm.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A Java session")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JavaSessionTest {
    private JavaSession session;

    @BeforeAll
    void open() {
        session = JavaSession.open();
    }

    @AfterAll
    void close() {
        session.close();
    }

    private Optional<Object> run(String source) throws CellFailure {
        return session.run(new Cell("cell 1", source));
    }

    private CellFailure.Report failure(String source) {
        return failure(new Cell("cell 1", source));
    }

    private CellFailure.Report failure(Cell cell) {
        return catchThrowableOfType(CellFailure.class, () -> session.run(cell)).report();
    }

    @Test
    @DisplayName("gives the value of the last expression as an object")
    void givesTheLastValue() throws CellFailure {
        assertThat(run("int a = 20;\nint b = 22;\na + b")).contains(42);
        assertThat((float[]) run("new float[] {1, 2}").orElseThrow()).containsExactly(1, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"int x1 = 1;", "int x2; x2 = 1", "", "// nothing", "class X3 {}",
        "System.out.printf(\"\");", "if (1 > 0) {\n}", "null"})
    @DisplayName("has no value to show after declarations, assignments and statements")
    void givesNoValue(String source) throws CellFailure {
        assertThat(run(source)).isEmpty();
    }

    @Test
    @DisplayName("knows in one cell what an earlier one declared")
    void keepsDeclarations() throws CellFailure {
        run("record Point(int x, int y) { int sum() { return x + y; } }");
        run("int doubled(Point p) { return 2 * p.sum(); }");

        assertThat(run("doubled(new Point(1, 2))")).contains(6);
        assertThat(session.variable("nothing")).isEmpty();
        run("var point = new Point(3, 4); point = new Point(5, 4);");
        assertThat(session.variable("point").orElseThrow()).hasToString("Point[x=5, y=4]");
    }

    @Test
    @DisplayName("accepts a method and a class before what they need")
    void acceptsForwardReferences() throws CellFailure {
        assertThat(run("""
                int outer(int n) { return inner(n) + 1; }
                int inner(int n) { return 2 * n; }
                class Leaf extends Base {}
                class Base { int size() { return outer(3); } }
                new Leaf().size()
                """)).contains(7);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "%time a + b|a cell must be Java, got the magic %time; instead, take System.nanoTime() "
                + "before and after",
        "%%timeit -n 3\\nint q = 1;|got the magic %%timeit; instead, take System.nanoTime()",
        "%maven org.a:b:1.0|got the magic %maven; instead, name the library in notebooks/runtime/",
        "!ls -la|got the magic !ls; instead, call new String(new ProcessBuilder(\"ls\")",
        "%%bash\\necho \"it's\"|got the magic %%bash; instead, call new String(new Process",
        "%frobnicate|a cell must be Java, got the magic %frobnicate, and this kernel has no magics"
    })
    @DisplayName("says what to write instead of other kernels' magics")
    void answersMagics(String source, String message) {
        CellFailure.Report report = failure("int before = 1;\n" + source.replace("\\n", "\n"));

        assertThat(report.message()).contains(message);
        assertThat(report.place()).isEqualTo("cell 1, line 2");
    }

    @Test
    @DisplayName("knows the Java that looks like a magic")
    void knowsModuloAndNot() throws CellFailure {
        assertThat(run("boolean done = false;\n!done")).contains(true);
        assertThat(run("7\n    % 4")).contains(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"new ArrayList<String>()", "BigInteger.ONE", "new StringReader(\"\")",
        "Pattern.compile(\"a\")", "URI.create(\"a\")", "new Semaphore(1)"})
    @DisplayName("imports what IJava imports")
    void importsByDefault(String source) throws CellFailure {
        assertThat(run(source)).isPresent();
    }

    @Test
    @DisplayName("sees the library and the Vector API")
    void seesTheClassPath() throws CellFailure {
        assertThat(run("""
                import jdk.incubator.vector.FloatVector;
                import llm.tensor.Tensor;
                FloatVector.SPECIES_128.length()
                """)).contains(4);
    }

    @Nested
    @DisplayName("when a cell fails")
    class Failing {
        @ParameterizedTest
        @CsvSource(delimiter = '|', value = {
            "int ok = 1;\\n\\n// why\\nint bad = \"text\";|4|int bad = \"text\";",
            "int f(int n) {\\n    return n\\n}|2|return n",
            "int p = 1;\\nSystem.out.println(\\n    missing);|3|missing);",
            "int q = 1;\\nfor (int i = 0; i < 3; i++) {|2|for (int i = 0; i < 3; i++) {"})
        @DisplayName("names the line that does not compile")
        void namesCompileErrors(String source, int line, String text) {
            CellFailure.Report report = failure(source.replace("\\n", "\n"));

            assertThat(report.place()).isEqualTo("cell 1, line " + line);
            assertThat(report.sourceLine()).isEqualTo(text);
            assertThat(report.error()).isEqualTo("CompileError");
            assertThat(report.message()).isNotBlank();
        }

        @Test
        @DisplayName("says what the compiler says")
        void quotesTheCompiler() {
            assertThat(failure("int twice = doubleIt(4);").lines()).containsExactly(
                    "cell 1, line 1: CompileError: cannot find symbol",
                    "    int twice = doubleIt(4);",
                    "  symbol:   method doubleIt(int)");
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', value = {
            "List<Long> a = List.of();\\n/* why\\n */\\n\\nint b = a.size()\\n + a.get(7);|6|+ a.get(7);",
            "\\n// why\\n\\nInteger.parseInt(\"x\");|4|Integer.parseInt(\"x\");",
            "// first\\n\\nint zero = 0;\\nint one = 1;\\none / zero;|5|one / zero;",
            "List<Long> no = List.of();\\nfor (int i = 0; i < 2; i++) {\\n no.get(i);\\n}|3|no.get(i);"})
        @DisplayName("names the line that threw")
        void namesTheLineThatThrew(String source, int line, String text) {
            CellFailure.Report report = failure(source.replace("\\n", "\n"));

            assertThat(report.place()).isEqualTo("cell 1, line " + line);
            assertThat(report.sourceLine()).isEqualTo(text);
        }

        @Test
        @DisplayName("names the cells on the way and the causes")
        void namesCallsAndCauses() throws CellFailure {
            session.run(new Cell("cell 3", """
                    // a comment
                    record Reader(String name) {
                        int read() {
                            try {
                                return Integer.parseInt(name);
                            } catch (NumberFormatException e) {
                                throw new IllegalStateException("name must be a number", e);
                            }
                        }
                    }
                    """));

            CellFailure.Report report = failure(new Cell("cell 5", """
                    var reader = new Reader("x");

                    reader.read();
                    """));

            assertThat(report.lines()).startsWith(
                    "cell 5, line 3: IllegalStateException: name must be a number",
                    "    reader.read();",
                    "    at cell 3, line 7 in Reader.read",
                    "    at cell 5, line 3",
                    "caused by NumberFormatException: For input string: \"x\"");
            assertThat(report.lines()).contains("    at cell 3, line 5 in Reader.read");
        }

        @Test
        @DisplayName("keeps what the cell did before")
        void keepsEarlierWork() throws CellFailure {
            failure("int kept = 7;\nint lost = 1 / 0;\nint never = 1;");

            assertThat(session.variable("kept")).contains(7);
            assertThat(session.variable("never")).isEmpty();
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', value = {"int z1 = 1;\\nTensr z2 = null;|2|class Tensr",
            "int z3() {\\n    return z4();\\n}\\nint z5 = 1;|2|method z4()",
            "class Z6 extends Z7 {}\\nint z8 = 1;|1|class Z7"})
        @DisplayName("finds a misspelt name in a declaration, too")
        void findsUnresolvedNames(String source, int line, String symbol) {
            CellFailure.Report report = failure(source.replace("\\n", "\n"));

            assertThat(report.place()).isEqualTo("cell 1, line " + line);
            assertThat(report.message()).isEqualTo("cannot find symbol");
            assertThat(report.details().toString()).contains("symbol:   " + symbol);
        }

        @Test
        @DisplayName("says which method calls what no cell has defined")
        void namesUndefinedMethods() {
            assertThat(failure("int early() { return tooEarly(); }\nearly()").message())
                    .contains("early()", "no cell has defined");
        }
    }

    @Nested
    @DisplayName("when interrupted")
    class Interrupting {
        /// Runs a cell on a thread of its own, and returns when it has run for a while.
        private CompletableFuture<CellFailure.Report> start(String source)
                throws InterruptedException {
            LibraryLoop.prepare();
            CompletableFuture<CellFailure.Report> failed = CompletableFuture.supplyAsync(
                    () -> failure("llm.session.LibraryLoop.started();\n" + source),
                    task -> Thread.ofPlatform().daemon().start(task));
            LibraryLoop.awaitStart();
            Thread.sleep(700);                              // long enough to be compiled
            return failed;
        }

        @Test
        @Timeout(30)
        @DisplayName("does not begin what is still being compiled")
        void stopsWhileCompiling() throws Exception {
            LibraryLoop.prepare();
            var failed = CompletableFuture.supplyAsync(() -> failure(
                    "llm.session.LibraryLoop.started();\n" + "int same() { return 1; }\n".repeat(200)
                            + "while (true) {}"), task -> Thread.ofPlatform().start(task));
            LibraryLoop.awaitStart();
            session.interrupt();

            assertThat(failed.get(20, TimeUnit.SECONDS).error()).isEqualTo("Interrupted");
        }

        @ParameterizedTest
        @ValueSource(strings = {
            "while (true) {}",
            "for (long i = 0; ; i++) { total += i; }",
            "do { total++; } while (total > 0 || total <= 0);",
            "for (int i = 0; i >= 0; i = (i + 1) & 1023) { cells[i & 15] += i; }",
            "while (true) { try { total++; } catch (Throwable t) { total = 0; } }",
            "int deep(int n) { return n <= 0 ? 0 : deep(n - 1) + deep(n - 1); }\ndeep(60)",
            "java.util.stream.LongStream.iterate(0, i -> i + 1).forEach(i -> total += i);",
            "while (true) { try (var scope = llm.tensor.Scope.open()) {} }",
            "Thread.sleep(100_000);"})
        @Timeout(30)
        @DisplayName("stops a tight loop and a wait, and keeps the variables")
        void stops(String source) throws Exception {
            run("long total = 5;\nlong[] cells = new long[16];\nint before = 11;");
            var failed = start(source);
            long start = System.nanoTime();
            session.interrupt();

            CellFailure.Report report = failed.get(20, TimeUnit.SECONDS);
            assertThat(System.nanoTime() - start).isLessThan(10_000_000_000L);
            assertThat(report.error()).isEqualTo("Interrupted");
            assertThat(session.variable("before")).contains(11);
            assertThat(run("int sum = 0;\nfor (int i = 0; i < 9; i++) {\n    sum += i;\n}\nsum"))
                    .contains(36);
        }

        @Test
        @Timeout(30)
        @DisplayName("stops the library's own loops, too")
        void stopsTheLibrary() throws Exception {
            var failed = start("llm.session.LibraryLoop.trainForEver();");
            session.interrupt();

            assertThat(failed.get(20, TimeUnit.SECONDS).error()).isEqualTo("Interrupted");
        }

        @Test
        @Timeout(30)
        @DisplayName("says at which line it was")
        void namesTheLine() throws Exception {
            var failed = start("int turns = 0;\nwhile (true) {\n    turns++;\n}");
            session.interrupt();

            assertThat(failed.get(20, TimeUnit.SECONDS).place()).isIn("cell 1, line 3",
                    "cell 1, line 4");
        }

        @Test
        @DisplayName("does nothing while no cell runs")
        void leavesAnIdleSessionAlone() throws CellFailure {
            session.interrupt();

            assertThat(run("int n = 0;\nwhile (n < 5) {\n    n++;\n}\nn")).contains(5);
        }
    }
}

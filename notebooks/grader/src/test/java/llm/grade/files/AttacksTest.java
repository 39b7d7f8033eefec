package llm.grade.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import llm.grade.Status;
import llm.grade.TestResult;
import llm.grade.Verdict;
import llm.grade.process.Limits;
import llm.grade.process.Sandbox;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The grader, whatever an answer does,")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AttacksTest {
    private static final Limits LIMITS = new Limits(Duration.ofSeconds(10), 384, 600, 256, 32, 4);

    private SmallBook book = new SmallBook(Path.of(""));
    private @Nullable Grader grader;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        book = SmallBook.in(folder);
        grader = book.grader(new Sandbox.None(), LIMITS);
    }

    @AfterAll
    void close() {
        if (grader != null) {
            grader.close();
        }
    }

    private Verdict grade(String source) throws Exception {
        return grader.grade(book.exercise(), book.write(source));
    }

    private Verdict gradeSum(String beginsWith) throws Exception {
        return grade(SmallBook.answer(beginsWith));
    }

    private Verdict gradeDraw(String beginsWith) throws Exception {
        return grade(SmallBook.answer("").replace("return List.of(\"\" + f",
                beginsWith + "\n        return List.of(\"\" + f"));
    }

    @Test
    @Timeout(30)
    @DisplayName("does not wait for a child that keeps the pipe")
    void waitsForNoOrphan() throws Exception {
        assertThat(gradeSum("try { new ProcessBuilder(\"sh\", \"-c\", \"setsid sleep 40 & exit 0\")"
                + ".inheritIO().start().waitFor(); } catch (Exception e) { }"
                + "for (int i = 0; i < 2; i *= 1) {}").status()).isEqualTo(Status.TIMEOUT);
    }

    @Test
    @Timeout(60)
    @DisplayName("takes answers along when it is killed")
    void leavesNoLoop() throws Exception {
        Process parent = new ProcessBuilder("sh", "-c", "sleep 50 | " + ProcessHandle.current()
                .info().command().orElseThrow() + " -XX:-UsePerfData --add-modules "
                + "jdk.incubator.vector -cp '" + System.getProperty("java.class.path")
                + "' llm.grade.process.AnswerMain; true").start();
        ProcessHandle answer = java(parent);
        parent.toHandle().destroyForcibly();

        assertThat(answer.onExit().get(30, TimeUnit.SECONDS).isAlive()).isFalse();
    }

    /// The JVM that a shell has started, as soon as it runs.
    private static ProcessHandle java(Process shell) throws InterruptedException {
        while (true) {
            Thread.sleep(2000);
            var found = shell.descendants().filter(each -> each.info().command().orElse("")
                    .endsWith("java")).findFirst();
            if (found.isPresent()) {
                return found.get();
            }
        }
    }

    @Test
    @DisplayName("knows a full heap, when private inputs fill it, too")
    void knowsMemoryOfHidden() throws Exception {
        assertThat(gradeSum("if (values[0] > 999) { var all = new java.util.ArrayList<long[]>();"
                + "while (all.size() >= 0) all.add(new long[1 << 20]); }").status())
                .isEqualTo(Status.MEMORY);
    }

    @Test
    @DisplayName("sees the memory of a process with a strange name")
    void seesMemoryOfAnyName() throws Exception {
        assertThat(gradeSum("try { java.nio.file.Files.write(java.nio.file.Path.of("
                + "\"/proc/self/comm\"), new byte[] {(byte) 0xff}); }"
                + "catch (java.io.IOException e) { return -1; }"
                + "var all = new java.util.ArrayList<Tensor>();"
                + "while (all.size() >= 0) all.add(Tensor.ones(1 << 24));").status())
                .isEqualTo(Status.MEMORY);
    }

    @Test
    @DisplayName("stops threads without end")
    void stopsThreads() throws Exception {
        assertThat(gradeSum("for (int i = 0; i < 100000; i++) { Thread t = new Thread(null, () -> {"
                + "try { Thread.sleep(6000); } catch (InterruptedException e) { } }, \"t\", 16384);"
                + "t.setDaemon(true); t.start(); }").status()).isEqualTo(Status.KILLED);
    }

    @Test
    @DisplayName("tells no private inputs in tests that follow, nor in the name of an exception")
    void tellsNothingLater() throws Exception {
        Verdict later = grade(SmallBook.answer("if (values[0] > 999) seen = values[0];")
                .replace("private int count;", "private int count; private static int seen;")
                .replace("must not be empty, got none\"", "\" + seen")
                .replace("throw new IllegalArgument", "throw new IllegalState"));
        Verdict named = gradeSum("class Secret1234 extends RuntimeException { }"
                + "if (values[0] > 999) throw new Secret1234();");

        assertThat(later.tests()).extracting(TestResult::message).noneMatch(message ->
                message.matches(".*1\\d\\d\\d.*"));
        assertThat(named.tests()).extracting(TestResult::message).noneMatch(message ->
                message.contains("1234")).anyMatch(message ->
                message.matches("an exception of its own in line \\d+"));
    }

    @Test
    @DisplayName("asks for what was right before an answer changed its arguments")
    void keepsArguments() throws Exception {
        Verdict verdict = gradeSum("if (values[0] > 999) return values[0] = 0;");

        assertThat(verdict.status()).isEqualTo(Status.FAILED);
        assertThat(verdict.points()).isEqualTo(7);
    }

    @Test
    @DisplayName("keeps no long message")
    void shortensMessages() throws Exception {
        Verdict verdict = gradeSum("if (true) throw new IllegalStateException("
                + "\"x\".repeat(10_000_000));");

        assertThat(verdict.tellingFailure()).map(TestResult::message).hasValueSatisfying(message ->
                assertThat(message).hasSizeBetween(1000, 3000));
    }

    @Test
    @DisplayName("fails an exception that cannot be told, and a result without end")
    void survivesStrangeObjects() throws Exception {
        Verdict thrown = gradeSum("class Strange extends RuntimeException { public String "
                + "getMessage() { throw this; } } if (values.length > 1) throw new Strange();");
        Verdict endless = gradeDraw("List<String> all = new java.util.ArrayList<>();"
                + "((List) all).add(all); if (true) return all;");

        assertThat(thrown.status()).isEqualTo(Status.FAILED);
        assertThat(thrown.points()).isEqualTo(7);
        assertThat(endless.status()).isEqualTo(Status.FAILED);
        assertThat(endless.points()).isEqualTo(7);
    }

    @Test
    @DisplayName("lets functions be printed, composed, called from threads, and called wrongly")
    void servesFunctions() throws Exception {
        Verdict printed = gradeDraw("System.out.println(f + \" \" + f.hashCode() + f.equals(f));");
        Verdict composed = gradeDraw("f.andThen(n -> n).compose(n -> n).applyAsInt(3);"
                + "random.ints(0).sum();");
        Verdict parallel = gradeDraw("java.util.stream.IntStream.range(0, 500).parallel()"
                + ".map(f).sum();");
        Verdict caught = gradeDraw("try { random.nextInt(0); throw new AssertionError(); }"
                + "catch (IllegalArgumentException e) { }");
        Verdict wrong = gradeDraw("random.nextInt(0);");

        assertThat(new Verdict[] {printed, composed, parallel, caught})
                .allSatisfy(verdict -> assertThat(verdict.status()).isEqualTo(Status.PASSED));
        assertThat(wrong.status()).isEqualTo(Status.FAILED);
        assertThat(wrong.points()).isEqualTo(7);
        assertThat(wrong.tellingFailure()).map(TestResult::message).hasValueSatisfying(message ->
                assertThat(message).contains("IllegalArgumentException", "bound must be positive"));
    }
}

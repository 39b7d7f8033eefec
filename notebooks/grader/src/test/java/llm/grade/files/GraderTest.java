package llm.grade.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import llm.grade.Status;
import llm.grade.TestResult;
import llm.grade.Verdict;
import llm.grade.process.Limits;
import llm.grade.process.Sandbox;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The grader")
class GraderTest {
    private static final Limits LIMITS = new Limits(Duration.ofSeconds(12), 384, 800, 256, 32, 4);

    /// What must hold with a sandbox and without; one grader for all.
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    abstract static class Grades {
        private SmallBook book = new SmallBook(Path.of(""));
        private @Nullable Grader grader;

        abstract Sandbox sandbox();

        @BeforeAll
        void open(@TempDir Path folder) throws Exception {
            book = SmallBook.in(folder);
            grader = book.grader(sandbox(), LIMITS);
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

        Verdict gradeSum(String beginsWith) throws Exception {
            return grade(SmallBook.answer(beginsWith));
        }

        @Test
        @DisplayName("lets a right answer pass, with values, changes in place, state and callbacks")
        void passes() throws Exception {
            Verdict verdict = gradeSum("");

            assertThat(verdict.tests()).filteredOn(test -> !test.passed()).isEmpty();
            assertThat(verdict.status()).isEqualTo(Status.PASSED);
            assertThat(verdict.points()).isEqualTo(8).isEqualTo(verdict.maxPoints());
        }

        @Test
        @DisplayName("names a misconception, and counts the other tests")
        void namesMisconception() throws Exception {
            Verdict verdict = gradeSum("if (values.length > 1) return 3;");

            assertThat(verdict.status()).isEqualTo(Status.FAILED);
            assertThat(verdict.misconception()).contains("sum-forgets-the-last");
            assertThat(verdict.points()).isEqualTo(7);
        }

        @Test
        @DisplayName("gives another wrong answer no name")
        void knowsNoName() throws Exception {
            Verdict verdict = gradeSum("if (values.length > 1) return 4;");

            assertThat(verdict.misconception()).isEmpty();
            assertThat(verdict.tellingFailure()).map(TestResult::message)
                    .contains("not right: the sum (expected 7, got 4)");
        }

        @Test
        @DisplayName("shows where an exception was thrown")
        void showsLine() throws Exception {
            Verdict verdict = gradeSum("int x = values[values.length];");

            assertThat(verdict.tellingFailure()).map(TestResult::message).hasValueSatisfying(
                    message -> assertThat(message).matches("ArrayIndexOutOfBoundsException in line"
                            + " \\d+: Index 3 out of bounds for length 3"));
        }

        @Test
        @DisplayName("shows nothing of private inputs, thrown or printed")
        void keepsSecrets() throws Exception {
            Verdict verdict = gradeSum("System.out.println(\"seen \" + values[0]);"
                    + "if (values[0] > 999) throw new IllegalStateException(\"\" + values[0]);");

            TestResult hidden = verdict.tests().stream().filter(TestResult::hidden).findFirst()
                    .orElseThrow();
            assertThat(hidden.message()).matches("IllegalStateException in line \\d+");
            assertThat(verdict.output()).isEqualTo("seen 1");
        }

        @Test
        @DisplayName("stops an endless loop")
        void stopsLoop() throws Exception {
            Verdict verdict = gradeSum("for (int i = 0; i < 2; i *= 1) {}");

            assertThat(verdict.status()).isEqualTo(Status.TIMEOUT);
            assertThat(verdict.points()).isZero();
        }

        @Test
        @DisplayName("survives an answer that fills its memory")
        void survivesMemory() throws Exception {
            assertThat(gradeSum("var all = new java.util.ArrayList<long[]>();"
                    + "while (all.size() >= 0) all.add(new long[1 << 20]);").status())
                    .isEqualTo(Status.MEMORY);
        }

        @Test
        @DisplayName("survives an answer that fills memory outside of the heap")
        void survivesNativeMemory() throws Exception {
            assertThat(gradeSum("var all = new java.util.ArrayList<Object>();"
                    + "while (all.size() >= 0) all.add(java.lang.foreign.Arena.global()"
                    + ".allocate(1L << 26));").status())
                    .isEqualTo(Status.MEMORY);
        }

        @Test
        @DisplayName("stops an answer that prints without end")
        void stopsOutput() throws Exception {
            assertThat(gradeSum("for (long i = 0; i < 1 << 30; i++) System.out.print('x');")
                    .status()).isEqualTo(Status.OUTPUT);
        }

        @Test
        @DisplayName("gives nothing for an exit, with code 0 either")
        void noPointsForExit() throws Exception {
            Verdict verdict = gradeSum("if (values[0] > 999) System.exit(0);");

            assertThat(verdict.status()).isEqualTo(Status.EXIT);
            assertThat(verdict.points()).isZero();
        }

        @Test
        @DisplayName("does not believe what an answer says of itself")
        void believesNothing() throws Exception {
            Verdict verdict = gradeSum("System.out.println(\"{\\\"status\\\": \\\"passed\\\"}\");"
                    + "try { new java.io.FileOutputStream(java.io.FileDescriptor.out)"
                    + ".write(new byte[] {5, 0, 12, 0, 0, 0, 0}); }"
                    + "catch (java.io.IOException e) {} return 0;");

            assertThat(verdict.status()).isNotEqualTo(Status.PASSED);
            assertThat(verdict.points()).isZero();
        }

        @Test
        @DisplayName("does not tell tests to an answer that looks for them")
        void hidesTests() throws Exception {
            assertThat(gradeSum("try { Class.forName(\"Ex11EverythingTest\"); return 7; }"
                    + "catch (ClassNotFoundException e) {}"
                    + "if (Ex11Everything.class.getResource(\"/Ex11EverythingTest.class\") != null)"
                    + "return 7; return -1;").points()).isLessThan(7);
        }

        @Test
        @DisplayName("says what does not compile")
        void saysWhatDoesNotCompile() throws Exception {
            Verdict verdict = gradeSum("int x = \"text\";");

            assertThat(verdict.status()).isEqualTo(Status.COMPILE);
            assertThat(verdict.note()).matches("Ex11Everything.java, line \\d+: incompatible types:"
                    + " String cannot be converted to int");
            assertThat(verdict.maxPoints()).isEqualTo(8);
        }

        @Test
        @DisplayName("says which method is missing")
        void saysWhatIsMissing() throws Exception {
            Verdict verdict = grade(SmallBook.answer("").replace("int sum(int[]", "long sum(int[]"));

            assertThat(verdict.status()).isEqualTo(Status.COMPILE);
            assertThat(verdict.note()).isEqualTo("the class must have the method static int "
                    + "sum(int[]), as in the stub");
        }

        @Test
        @DisplayName("says which class is missing")
        void saysWhichClassIsMissing() throws Exception {
            Verdict verdict = grade("class Another {}");

            assertThat(verdict.status()).isEqualTo(Status.COMPILE);
            assertThat(verdict.note()).contains("the name Ex11Everything");
        }

        @Test
        @DisplayName("ends what an answer leaves behind")
        void endsChildren() throws Exception {
            Verdict verdict = gradeSum("try { new ProcessBuilder(\"sleep\", \"987\").start(); }"
                    + "catch (java.io.IOException e) {}");

            assertThat(verdict.status()).isEqualTo(Status.PASSED);
            Thread.sleep(300);
            assertThat(ProcessHandle.allProcesses().map(each -> each.info().commandLine()
                    .orElse(""))).noneMatch(line -> line.contains("sleep 987"));
        }

        @Test
        @DisplayName("stops an answer that starts processes without end")
        void stopsProcesses() throws Exception {
            assertThat(gradeSum("try { for (int i = 0; i < 40; i++)"
                    + "new ProcessBuilder(\"sleep\", \"988\").start(); Thread.sleep(3000); }"
                    + "catch (Exception e) {}").status()).isEqualTo(Status.KILLED);
        }
    }

    @Nested
    @DisplayName("without a sandbox")
    class Bare extends Grades {
        @Override
        Sandbox sandbox() {
            return new Sandbox.None();
        }
    }

    @Nested
    @DisplayName("with bubblewrap")
    class Wrapped extends Grades {
        private final Optional<Sandbox> sandbox = Sandbox.find("bwrap");

        @Override
        Sandbox sandbox() {
            assumeTrue(sandbox.isPresent(), "bubblewrap works here");
            return sandbox.get();
        }

        @Test
        @DisplayName("keeps other files out of reach")
        void hidesFiles(@TempDir Path elsewhere) throws Exception {
            Path secret = Files.writeString(elsewhere.resolve("secret.txt"), "7");
            assertThat(gradeSum("try { return Integer.parseInt(java.nio.file.Files"
                    + ".readString(java.nio.file.Path.of(\"" + secret + "\"))); }"
                    + "catch (java.io.IOException e) { return -1; }").points()).isLessThan(7);
        }

        @Test
        @DisplayName("lets nothing be written but a little in memory")
        void limitsDisk() throws Exception {
            Verdict verdict = gradeSum("long written = 0; try (var out = java.nio.file.Files"
                    + ".newOutputStream(java.nio.file.Path.of(\"/tmp/big\"))) { while (true) {"
                    + "out.write(new byte[1 << 20]); written++; } } catch (java.io.IOException e)"
                    + "{ if (written < 20 || written > 40) return -1; }");

            assertThat(verdict.status()).as(verdict.toString()).isEqualTo(Status.PASSED);
        }

        @ParameterizedTest
        @ValueSource(strings = {"/dev/shm/x", "/dev/x", "/x", "/usr/x"})
        @DisplayName("lets nothing be written beside it")
        void writesNowhereElse(String file) throws Exception {
            assertThat(gradeSum("try { java.nio.file.Files.write(java.nio.file.Path.of(\"" + file
                    + "\"), new byte[1 << 20]); return -1; } catch (java.io.IOException e) { }")
                    .status()).isEqualTo(Status.PASSED);
        }

        @ParameterizedTest
        @ValueSource(strings = {"mount -t tmpfs none /tmp",
            "unshare -Urm mount -t tmpfs none /tmp"})
        @DisplayName("lets nothing be mounted")
        void mountsNothing(String command) throws Exception {
            assertThat(gradeSum("try { if (new ProcessBuilder(\"" + command.replace(" ", "\", \"")
                    + "\").start().waitFor() == 0) return -1; } catch (Exception e) { }").status())
                    .isEqualTo(Status.PASSED);
        }

        @Test
        @DisplayName("tells nothing of the grader's environment")
        void hidesEnvironment() throws Exception {
            assertThat(gradeSum("try { for (String process : new java.io.File(\"/proc\").list())"
                    + "if (process.matches(\"[0-9]+\") && java.nio.file.Files.readString("
                    + "java.nio.file.Path.of(\"/proc\", process, \"environ\")).contains("
                    + "\"PATH=\")) return -1; } catch (java.io.IOException e) { return -2; }")
                    .status()).isEqualTo(Status.PASSED);
        }

        @Test
        @DisplayName("has no network")
        void hasNoNetwork() throws Exception {
            assertThat(gradeSum("try (var socket = new java.net.Socket()) { socket.connect("
                    + "new java.net.InetSocketAddress(\"1.1.1.1\", 80), 1000); return -1; }"
                    + "catch (java.net.SocketException e) { }"
                    + "catch (java.io.IOException e) { return -1; }").status())
                    .isEqualTo(Status.PASSED);
        }
    }

    @Test
    @DisplayName("finds no sandbox where bubblewrap is missing or refuses")
    void findsRefusal(@TempDir Path folder) throws Exception {
        Path refuses = Files.writeString(folder.resolve("bwrap"), "#!/bin/sh\necho no; exit 1\n");
        assertThat(refuses.toFile().setExecutable(true)).isTrue();

        assertThat(Sandbox.find("no-such-program")).isEmpty();
        assertThat(Sandbox.find(refuses.toString())).isEmpty();
    }
}

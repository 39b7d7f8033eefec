package llm.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A cell that would end the JVM")
class CellExitTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            System.exit(0)                                                  | System.exit(0)
            Runtime.getRuntime().exit(-1)                                   | Runtime.exit(-1)
            Runtime.getRuntime().halt(7)                                    | Runtime.halt(7)
            Runnable r = () -> System.exit(1); r.run()                      | System.exit(1)
            List.of(4).forEach(System::exit)                                | System.exit(4)
            List.of(3).forEach(Runtime.getRuntime()::halt)                  | Runtime.halt(3)
            try { System.exit(5); } catch (Throwable caught) { }            | System.exit(5)
            new Thread(() -> System.exit(6)).start(); Thread.sleep(50_000)  | System.exit(6)
            class A { static { System.exit(8); } } new A()                  | System.exit(8)
            record B(int c) { void d() { System.exit(c); } } new B(9).d()   | System.exit(9)
            """)
    @DisplayName("fails, says with which call, and the session goes on")
    @Timeout(40)
    void fails(String source, String call) throws CellFailure {
        try (JavaSession session = JavaSession.open()) {
            session.run(new Cell("cell 1", "int a = 1;"));
            CellFailure failure = catchThrowableOfType(CellFailure.class, () ->
                    session.run(new Cell("cell 2", "a++;\n" + source + ";\na = 100;")));

            assertThat(failure.report().error()).isEqualTo("CellExit");
            assertThat(failure.report().place()).isEqualTo("cell 2, line 2");
            assertThat(failure.report().message())
                    .isEqualTo("a cell must not end the program, got " + call);
            assertThat(session.run(new Cell("cell 3", "a"))).hasValue(2);
        }
    }

    @Test
    @DisplayName("is told from one that calls something of the same name")
    void leavesOthersAlone() throws CellFailure {
        try (JavaSession session = JavaSession.open()) {
            assertThat(session.run(new Cell("cell 1", """
                    class Door { int exit(int n) { return n; } }
                    System.lineSeparator();
                    Runtime.getRuntime().availableProcessors();
                    new Door().exit(3)"""))).hasValue(3);
        }
    }
}

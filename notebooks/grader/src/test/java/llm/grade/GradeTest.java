package llm.grade;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import llm.session.Cell;
import llm.session.JavaSession;
import llm.show.Display;
import llm.show.Screen;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("A self-check in a notebook")
class GradeTest {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    private final JavaSession session = JavaSession.open();
    private String before = "";
    private Display shown = Display.text("");

    @BeforeEach
    void open() throws Exception {
        before = System.getProperty("llm.cache", "");
        System.setProperty("llm.cache", ROOT.resolve(".cache").toString());
        Screen.install(display -> shown = display);
        session.run(new Cell("first", "import llm.grade.Grade;"));
    }

    @AfterEach
    void close() {
        session.close();
        Screen.install(null);
        System.setProperty("llm.cache", before);
    }

    private String check(String cell) throws Exception {
        session.run(new Cell("next", cell));
        return shown.text();
    }

    @Test
    @DisplayName("takes a lambda")
    void takesLambda() throws Exception {
        assertThat(check("""
                float[][] mask(int tokens) {
                    if (tokens < 1) throw new IllegalArgumentException();
                    float[][] mask = new float[tokens][tokens];
                    for (int q = 0; q < tokens; q++)
                        for (int k = q + 1; k < tokens; k++) mask[q][k] = 1;
                    return mask;
                }
                Grade.check("3.1", (Integer tokens) -> mask(tokens));
                """)).startsWith("3.1 ★ the causal mask: passed, 5 of 5 points")
                .contains("A self-check. Points come from the file: ./llm grade 3.1");
        assertThat(shown.forms().get(Display.HTML)).contains("<b>3.1 ★ the causal mask: passed");
    }

    @Test
    @DisplayName("takes a class of a cell, and names misconceptions")
    void takesClass() throws Exception {
        assertThat(check("""
                class Mine {
                    static float[][] causalMask(int tokens) {
                        float[][] mask = new float[tokens][tokens];
                        for (int q = 0; q < tokens; q++)
                            for (int k = q; k < tokens; k++) mask[q][k] = 1;
                        return mask;
                    }
                }
                Grade.check("3.1", Mine.class);
                """)).contains("failed, 0 of 5", "a token may attend to itself",
                        "./llm hint 3.1");
    }

    @Test
    @Timeout(20)
    @DisplayName("gives an endless loop a verdict, and the cell goes on")
    void stopsLoops() throws Exception {
        Optional<Object> value = session.run(new Cell("next", """
                Grade.check("3.1", (Integer tokens) -> { while (tokens > -5) { } return null; });
                int after = 41 + 1;
                after
                """));

        assertThat(value).contains(42);
        assertThat(shown.text()).contains("timeout", "it ran for more than 4 s");
        assertThat(check("int sum = 0; for (int i = 0; i < 5; i++) sum += i; "
                + "Grade.check(\"3.1\", (Integer tokens) -> new float[0][]);"))
                .contains("failed");
    }

    @Test
    @DisplayName("says what a function cannot be")
    void refusesOtherShapes() throws Exception {
        assertThat(check("Grade.check(\"3.1\", (Integer a, Integer b) -> null);"))
                .contains("compile", "1 parameters");
    }

    @Test
    @DisplayName("shows the whole book as a picture")
    void showsProgress() throws Exception {
        assertThat(check("Grade.progress();")).contains("exercises passed");
        assertThat(shown.forms().get(Display.SVG)).contains("Chapter 3", ">3.1<");
    }
}

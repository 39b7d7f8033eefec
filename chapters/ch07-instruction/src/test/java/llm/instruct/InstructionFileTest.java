package llm.instruct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A file of instructions")
class InstructionFileTest {
    private static final List<Instruction> TWO = List.of(
            new Instruction("Sort the words.", "pear\nfig", "fig\npear"),
            Instruction.of("Say \"Grüße ☀\".", "Grüße ☀"));
    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("data.json"), text);
    }

    private void assertRefused(String text, String message) throws IOException {
        Path file = file(text);
        assertThatIllegalArgumentException().isThrownBy(() -> InstructionFile.read(file))
                .withMessageStartingWith(file + message);
    }

    @Test
    @DisplayName("written and read again, holds the same")
    void roundTrip() throws IOException {
        Path file = folder.resolve("new/data.json");
        InstructionFile.write(TWO, file);
        assertThat(InstructionFile.read(file)).isEqualTo(TWO);
        assertThat(folder.resolve("new").toFile().list()).containsExactly("data.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "[{\"instruction\": \"a\", \"input\": \"\", \"output\": \"b\", \"kind\": 3},\n"
                + "{\"output\": \"d\", \"instruction\": \"c\", \"input\": \"x\"}]",
        "{\"instruction\": \"a\", \"input\": \"\", \"output\": \"b\", \"kind\": {\"of\": 3}}\n\n"
                + "  {\"output\": \"d\", \"instruction\": \"c\", \"input\": \"x\"}\r\n"})
    @DisplayName("is an array or has an object on each line; other fields are passed over")
    void arrayAndLines(String text) throws IOException {
        assertThat(InstructionFile.read(file(text))).containsExactly(
                Instruction.of("a", "b"), new Instruction("c", "x", "d"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n\t\n", "[]", " [ ]\n"})
    @DisplayName("that is empty is refused")
    void empty(String text) throws IOException {
        assertRefused(text, " must hold an entry or more, got none");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [{"instruction": "a",                                   | 1
            [\\n{"instruction": "a"},\\n{"instruction" "b"}]        | 3
            [\\n{"instruction": "a", "input": "", "output": ""}\\n  | 3
            [{"instruction": "a", "input": "", "output": ""}]\\n] | 2
            {"instruction": "a", "input": "", "output": ""}\\n{"a"  | 2
            {"instruction": "a", "input": "", "output": ""} {}      | 1
            once upon a time                                        | 1
            """)
    @DisplayName("that is not JSON is refused with the line of the fault")
    void malformed(String text, int line) throws IOException {
        assertRefused(text.replace("\\n", "\n"),
                " must be JSON, got a fault at line " + line + ":");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"instruction": "c", "output": "d"}                | must have the field input with a
            {"instruction": "c", "input": null, "output": "d"} | must have the field input with a
            {"instruction": "c", "input": "", "output": 3}     | must have the field output with a
            {"input": "", "output": "d"}                       | must have the field instruction
            ["instruction", "c"]                               | must be an object, got ["instr
            {"instruction": " ", "input": "", "output": ""}    | instruction must say what to do
            """)
    @DisplayName("names an entry that lacks something by its number and line")
    void entries(String second, String what) throws IOException {
        String first = "{\"instruction\": \"a\", \"input\": \"\", \"output\": \"b\"}";
        String lines = first + "\n\n" + second;
        assertRefused("[\n" + first + ",\n" + second + "\n]", ": entry 2 (line 3)");
        assertThatIllegalArgumentException().isThrownBy(() -> InstructionFile.read(file("[" + first
                + "," + second + "]"))).withMessageContaining(": entry 2 (line 1)")
                .withMessageContaining(what);
        if (!second.startsWith("[")) {
            assertRefused(lines, ": entry 2 (line 3)");
        }
    }

    @Test
    @DisplayName("must be UTF-8")
    void latin1() throws IOException {
        Path file = Files.write(folder.resolve("data.json"),
                "[{\"instruction\": \"Grüße\"}]".getBytes(StandardCharsets.ISO_8859_1));
        assertThatIllegalArgumentException().isThrownBy(() -> InstructionFile.read(file))
                .withMessage(file + " must be UTF-8 text, got other bytes");
    }

    @Test
    @DisplayName("of the course is read: 1,100 entries")
    void course() throws IOException {
        List<Instruction> all = InstructionFile.read(Fixtures.data("instruction-data.json"));
        assertThat(all).hasSize(1_100);
        assertThat(all.getFirst().input()).isEqualTo("freind --> friend");
    }
}

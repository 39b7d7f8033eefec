package llm.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import llm.classify.LabeledTable.Columns;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A file of labelled texts")
class LabeledFileTest {
    private static final Example HAM = new Example("see you", "ham");
    @TempDir
    private Path folder;

    private List<Example> read(String name, String contents, Columns columns) throws IOException {
        Path file = Files.writeString(folder.resolve(name), contents);
        return new LabeledFile(file, columns).read();
    }

    private List<Example> read(String name, String contents) throws IOException {
        return read(name, contents, Columns.DEFAULT);
    }

    @Test
    @DisplayName("in CSV has quoted texts with commas, quotes and line feeds, as RFC 4180 has it")
    void csv() throws IOException {
        assertThat(read("a.csv",
                "id,text,label\r\n1,\"Win, \"\"now\"\"\n£9\",spam\r\n\r\n2, NA ,ham"))
                .containsExactly(new Example("Win, \"now\"\n£9", "spam"),
                        new Example(" NA ", "ham"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.tsv", "a.TXT", "SMSCollection"})
    @DisplayName("in TSV has texts with quotes of their own, in a file called")
    void tsv(String name) throws IOException {
        assertThat(read(name, "ham\tsee \"you\r\nspam\t\"win\", now\n\n"))
                .containsExactly(new Example("see \"you", "ham"),
                        new Example("\"win\", now", "spam"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.jsonl", "a.ndjson"})
    @DisplayName("in JSON Lines has an object in each line, in a file called")
    void json(String name) throws IOException {
        assertThat(read(name, "{\"text\": \"see\\nyou\", \"label\": \"ham\", \"id\": 4}\n\n"
                + "{\"label\": 1, \"text\": \"\\u00a39\"}"))
                .containsExactly(new Example("see\nyou", "ham"), new Example("£9", "1"));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '~', value = {"a.csv,~ham,see you~", "a.tsv,~ham\tsee you\n~",
        "a.tsv,~text\tlabel\nsee you\tham~", "a.csv,~\uFEFFlabel,text\nham,see you~"})
    @DisplayName("may lack a header if it has two columns, and begin with a byte order mark:")
    void header(String name, String contents) throws IOException {
        assertThat(read(name, contents)).containsExactly(HAM);
    }

    @Test
    @DisplayName("may call its columns otherwise, which must then be there")
    void columns() throws IOException {
        Columns columns = new Columns("class", "message");
        assertThat(read("a.csv", "class,message\nham,see you", columns)).containsExactly(HAM);
        assertThat(read("a.jsonl", "{\"class\":\"ham\",\"message\":\"see you\"}", columns))
                .containsExactly(HAM);
        assertThatThrownBy(() -> read("b.csv", "ham,see you", columns)).hasMessageEndingWith(
                "b.csv must have the columns class and message, got ham, see you");
    }

    @Nested
    @DisplayName("is refused with the line if")
    class Refused {

        @ParameterizedTest(name = "{0}: {2}")
        @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            "a.csv | ~label,message\nham,see you~ | must have the columns label and text, got "
                + "label, message",
            "a.csv | ~a,b,c\n1,2,3~ | must have the columns label and text, got a, b, c",
            "a.tsv | just a line | must have the columns label and text, got just a line",
            "a.csv | ~label,text\nham,\"see\nyou\"\nham,see,you~ | must have 2 columns in line 4, "
                + "got 3",
            "a.tsv | ~ham\tsee\n\nham\tsee\tyou~ | must have 2 columns in line 3, got 3",
            "a.csv | ~label,text\nham,\"see you\nham,a~ | must be CSV, got in line 2: Missing "
                + "closing quote for value",
            "a.csv | ~label,text\n,see you~ | must have a label and a text in line 2, got no label",
            "a.tsv | ~ham\tsee\nham\t ~ | must have a label and a text in line 2, got no text",
            "a.jsonl | ~{\"label\":\"ham\",\"text\":\"a\"}\n\n{\"label\":~ | must be JSON, got in "
                + "line 3: Unexpected end-of-input within/between Object entries",
            "a.jsonl | ~{\"label\":\"ham\",\"text\":\"a\"} {}~ | must be JSON, got in line 1: "
                + "Trailing token (of type START_OBJECT) found after value (bound as `com.fasterxml"
                + ".jackson.databind.JsonNode`): not allowed as per `DeserializationFeature."
                + "FAIL_ON_TRAILING_TOKENS`",
            "a.jsonl | [1] | must hold an object in line 1, got ARRAY",
            "a.jsonl | ~{\"label\":\"ham\",\"body\":\"a\"}~ | must have the fields label and text "
                + "in line 1, got label, body",
            "a.jsonl | ~{\"label\":null,\"text\":\"a\"}~ | must have a label and a text in line 1, "
                + "got no label",
            "a.json | [] | must end in .csv, .tsv, .txt, .jsonl or .ndjson, got .json"})
        @DisplayName("it has")
        void contents(String name, String contents, String message) {
            assertThatThrownBy(() -> read(name, contents))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(folder.resolve(name) + " " + message);
        }

        @Test
        @DisplayName("it is not UTF-8")
        void otherBytes() throws IOException {
            Path file = Files.write(folder.resolve("a.tsv"),
                    "ham\tsee you\nspam\t£9\n".getBytes(StandardCharsets.ISO_8859_1));
            assertThatThrownBy(() -> new LabeledFile(file, Columns.DEFAULT).read())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(file + " must be UTF-8, got other bytes in line 2");
            Files.write(file, new byte[] {'h', '\t', (byte) 0xc2});
            assertThatThrownBy(() -> new LabeledFile(file, Columns.DEFAULT).read())
                    .hasMessage(file + " must be UTF-8, got other bytes in line 1");
        }

        @Test
        @DisplayName("there is none, or a folder of its name")
        void missing() {
            Path none = folder.resolve("none.tsv");
            assertThatThrownBy(() -> new LabeledFile(none, Columns.DEFAULT).read())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(none + " must be a file, got none");
            assertThatThrownBy(() -> new LabeledFile(folder, Columns.DEFAULT).read())
                    .hasMessage(folder + " must be a file, got a folder");
        }
    }
}

package llm.tools.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import llm.text.bpe.BpeSettings;
import llm.text.files.Tokenizers;
import llm.text.pretokenize.TextNormalizer;
import llm.text.sentencepiece.SentencePiece;
import llm.text.sentencepiece.SentencePieces;
import llm.tools.Fixtures;
import llm.tools.Terminal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The expected ids are those of OpenAI's tiktoken.
@DisplayName("llm tokenize")
class TokenizeCommandTest {
    @TempDir
    private Path folder = Path.of("");

    private static Terminal gpt2(String... more) {
        String[] all = new String[more.length + 3];
        all[0] = "tokenize";
        all[1] = "--tokenizer";
        all[2] = "gpt2";
        System.arraycopy(more, 0, all, 3, more.length);
        return Terminal.run(all);
    }

    @Test
    @DisplayName("gives ids and pieces as JSON")
    void givesJson() {
        JsonNode json = Fixtures.json(gpt2("Every effort moves you", "--json").out());

        assertThat(json.fieldNames()).toIterable().containsExactly("ids", "tokens");
        assertThat(json.get("ids").toString()).isEqualTo("[6109,3626,6100,345]");
        assertThat(json.get("tokens").toString())
                .isEqualTo("[\"Every\",\" effort\",\" moves\",\" you\"]");
    }

    @Test
    @DisplayName("shows the bytes of a character that is cut in two")
    void showsBytes() {
        JsonNode json = Fixtures.json(gpt2("😀", "--json").out());

        assertThat(json.get("ids").toString()).isEqualTo("[47249,222]");
        assertThat(json.get("tokens").toString())
                .isEqualTo("[\"<0xF0><0x9F><0x98>\",\"<0x80>\"]");
    }

    @Test
    @DisplayName("takes special tokens for plain text unless they are allowed")
    void specialTokens() {
        assertThat(gpt2("<|endoftext|>", "--json").out())
                .contains("[27,91,437,1659,5239,91,29]");
        assertThat(gpt2("<|endoftext|>", "--json", "--allow-special").out()).contains("[50256]");
    }

    @Test
    @DisplayName("begins with the beginning-of-text token if asked")
    void beginsWithBos() {
        assertThat(gpt2("moves", "--json", "--bos").out()).contains("[50256,76,5241]");
        assertThat(gpt2("moves", "--json", "--no-bos").out()).contains("[76,5241]");
    }

    @Test
    @DisplayName("turns a JSON string a line into an array of ids a line")
    void readsJsonLines() throws IOException {
        Path file = Files.writeString(folder.resolve("texts.jsonl"),
                "\"Every effort\"\n\"\"\n\"\\ud83d\\ude00\"\n");

        assertThat(gpt2("--jsonl", file.toString()).out())
                .isEqualTo("[6109,3626]\n[]\n[47249,222]\n");
    }

    @Test
    @DisplayName("says which line of a JSONL file is no string")
    void namesTheBrokenLine() throws IOException {
        Path file = Files.writeString(folder.resolve("texts.jsonl"), "\"a\"\n{\"text\": 1}\n");
        Terminal run = gpt2("--jsonl", file.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("must hold one JSON string a line, got OBJECT in line 2.")
                .hasLineCount(1);
        Files.writeString(file, "\"a\"\n\"a\" \"b\"\n");
        assertThat(gpt2("--jsonl", file.toString()).err())
                .contains(file + " must hold one JSON string a line, got no JSON in line 2.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--file", "--jsonl"})
    @DisplayName("names a file that is not UTF-8")
    void notUtf8(String option) throws IOException {
        Path file = Files.write(folder.resolve("text.txt"), new byte[] {'"', (byte) 0xff, '"'});
        assertThat(gpt2(option, file.toString()).err().strip())
                .isEqualTo(file + " must be UTF-8 text, got other bytes");
    }

    @Test
    @DisplayName("reads a file, and prints a list for the eye")
    void readsAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("text.txt"), "Every\n");

        assertThat(gpt2("--file", file.toString()).out().lines()).containsExactly(
                "    6109  \"Every\"", "     198  \"\\n\"", "2 tokens");
    }

    @Test
    @DisplayName("takes a SentencePiece tokenizer, with its space before and its BOS")
    void takesSentencePiece() throws IOException {
        List<SentencePiece> pieces = List.of(
                new SentencePiece("<s>", 0, SentencePiece.Kind.CONTROL),
                new SentencePiece("a", -1, SentencePiece.Kind.NORMAL),
                new SentencePiece(" ", -1, SentencePiece.Kind.NORMAL),
                new SentencePiece(" a", 0, SentencePiece.Kind.NORMAL));
        Tokenizers.save(SentencePieces.tokenizer(pieces, new BpeSettings(
                SentencePieces.added(pieces), Optional.of("<s>"), Optional.empty(), true, false,
                new TextNormalizer.Prepend(" ", false, false)), false), folder);
        Terminal run = Terminal.run("tokenize", "--tokenizer", folder.toString(), "aa a", "--json");

        JsonNode json = Fixtures.json(run.out());
        assertThat(json.get("ids").toString()).isEqualTo("[0,3,1,3]");
        assertThat(json.get("tokens").toString()).isEqualTo("[\"<s>\",\" a\",\"a\",\" a\"]");
    }

    @Test
    @DisplayName("names the tokenizers there are")
    void namesTokenizers() {
        Terminal run = Terminal.run("tokenize", "--tokenizer", "gpt3", "a");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().strip()).isEqualTo(
                "The tokenizer must be gpt2 or an existing folder or file, got gpt3.");
    }

    @Test
    @DisplayName("needs exactly one text")
    void oneText() {
        assertThat(gpt2().exitCode()).isEqualTo(2);
        assertThat(gpt2("a", "--file", "b").exitCode()).isEqualTo(2);
    }
}

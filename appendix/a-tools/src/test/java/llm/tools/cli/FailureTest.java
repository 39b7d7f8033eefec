package llm.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A failure")
class FailureTest {
    static Stream<Arguments> failures() {
        return Stream.of(
                arguments(new IllegalArgumentException("heads must be positive, got heads=0"),
                        "heads must be positive, got heads=0"),
                arguments(new NoSuchFileException("a.txt"), "There is no file or folder a.txt."),
                arguments(new UncheckedIOException(new AccessDeniedException("a.txt")),
                        "Access to a.txt is denied."),
                arguments(new FileSystemException("a.txt", null, "No space left on device"),
                        "The disk is full: a.txt cannot be written."),
                arguments(new IOException("No space left on device"), "The disk is full."),
                arguments(new MalformedInputException(1), "The file is not UTF-8 text."),
                arguments(new ExceptionInInitializerError(new IllegalStateException("why")), "why"),
                arguments(new NullPointerException("x"), "Something unexpected happened: "
                        + "java.lang.NullPointerException: x. --debug shows where."),
                arguments(new IllegalStateException(), "Something unexpected happened: "
                        + "java.lang.IllegalStateException. --debug shows where."));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    @DisplayName("is one sentence")
    void isOneSentence(Throwable error, String sentence) {
        assertThat(Failure.sentence(error)).isEqualTo(sentence);
    }

    private static String memorySentence(String failedIn, String message, String... args) {
        var error = new OutOfMemoryError(message);
        error.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("java.util.Arrays", "copyOf", "Arrays.java", 1),
            new StackTraceElement(failedIn, "read", "X.java", 2)});
        var err = new StringWriter();
        assertThat(Failure.report(error, new PrintWriter(err), List.of(args))).isEqualTo(1);
        return err.toString().strip();
    }

    @Test
    @DisplayName("of memory says what needed it, and which option of the command helps")
    void advisesOnMemory() {
        String heap = "(Java heap space). Use ";
        String more = "a larger heap: LLM_JAVA_OPTS=-Xmx4g ./llm ….";
        assertThat(memorySentence("llm.text.bpe.BpeTrainer", "Java heap space", "train-tokenizer",
                "--file", "x")).isEqualTo("The text with its tokenizer needs more memory than "
                        + "there is " + heap + "a smaller file, such as a part of the text, or " + more);
        assertThat(memorySentence("llm.train.Trainer", "Java heap space", "pretrain"))
                .startsWith("The training needs").contains("--batch or --context");
        assertThat(memorySentence("llm.tensor.file.Safetensors", "Java heap space", "generate"))
                .isEqualTo("Reading the model file needs more memory than there is " + heap
                        + "--dtype bf16 or int8, or " + more);
        assertThat(memorySentence("java.lang.String", "Cannot reserve 9 bytes", "doctor"))
                .isEqualTo("This command needs more memory than there is (Cannot reserve 9 bytes). "
                        + "Use a machine with more memory.");
    }

    @Test
    @DisplayName("with a name from a file is a line that a terminal shows and does not obey")
    void escapes() {
        var err = new StringWriter();
        Failure.report(new IllegalArgumentException("must hold a, got \u001b]0;owned\u0007\u001b[2J"
                + "\u009b1m\u202e x\ny"), new PrintWriter(err), List.of());
        assertThat(err.toString()).isEqualTo("must hold a, got \\u001b]0;owned\\u0007\\u001b[2J"
                + "\\u009b1m\\u202e x\\u000ay" + System.lineSeparator());
        assertThat(HumanReadable.line("Ein Weg /tmp/ä/日本/🙂 b")).isEqualTo("Ein Weg /tmp/ä/日本/🙂 b");
        assertThat(HumanReadable.quoted("a\u001b[2J\n")).isEqualTo("\"a\\u001b[2J\\n\"");
    }

    @Test
    @DisplayName("with a very long name is cut")
    void shortens() {
        assertThat(HumanReadable.line("got " + "x".repeat(70_000) + " in a.gguf"))
                .matches("got x{100}…x+ in a\\.gguf")
                .hasSizeLessThan(500);
        assertThat(HumanReadable.line("word ".repeat(20_000))).hasSizeLessThan(2_000);
        String path = "/" + "folder/".repeat(40);
        assertThat(HumanReadable.line("There is no " + path)).isEqualTo("There is no " + path);
    }

    @Test
    @DisplayName("of a class that is gone does not need the classes of other failures")
    void missingLibrary() {
        assertThat(Failure.sentence(new NoClassDefFoundError("com/fasterxml/jackson/X")))
                .isEqualTo("A library is missing (com/fasterxml/jackson/X). Delete the folder "
                        + ".cache/launch and run the command again.");
    }

    @Test
    @DisplayName("in JSON says where")
    void locatesBrokenJson() {
        Throwable error = null;
        try {
            new ObjectMapper().readTree("{\n  \"a\": }");
        } catch (IOException e) {
            error = e;
        }

        assertThat(error).isNotNull();
        assertThat(Failure.sentence(error)).startsWith("The file is not the JSON it should be")
                .contains("line 2, column 8").doesNotContain("\n");
    }
}

package llm.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
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

    @Test
    @DisplayName("of memory says what to change")
    void advisesOnMemory() {
        assertThat(Failure.sentence(new OutOfMemoryError("Java heap space")))
                .contains("Java heap space", "LLM_JAVA_OPTS=-Xmx4g").doesNotContain("\n");
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

package llm.tools.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import llm.text.Utf8;

/// Text in UTF-8 from a file, or from standard input where the file is named `-`.
public final class TextInput {
    public static final String STANDARD_INPUT = "-";

    private TextInput() {}

    /// All of it.
    ///
    /// @throws IllegalArgumentException if it is not UTF-8
    public static String read(Path file) throws IOException {
        boolean piped = file.toString().equals(STANDARD_INPUT);
        return Utf8.of(piped ? Path.of("standard input") : file,
                () -> piped ? standardInput() : Files.readString(file));
    }

    /// All of it but the line break at its end, which editors and shells put there.
    public static String readLine(Path file) throws IOException {
        return read(file).replaceFirst("\\R\\z", "");
    }

    private static String standardInput() throws IOException {
        return StandardCharsets.UTF_8.newDecoder()
                .decode(ByteBuffer.wrap(System.in.readAllBytes())).toString();
    }
}

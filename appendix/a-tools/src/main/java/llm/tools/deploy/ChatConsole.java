package llm.tools.deploy;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Where a chat reads and writes: a terminal, or standard input and output.
sealed interface ChatConsole extends AutoCloseable permits TerminalConsole, PipedConsole {
    /// At the end of a line: the text goes on in the next one.
    String GOES_ON = "\\";

    /// What is typed next, of one line or more; null at the end of the input.
    @Nullable String read() throws IOException;

    /// Shows a piece of an answer at once.
    void show(String piece);

    /// Ends an answer's last line.
    void endAnswer();

    /// Tells something about the chat.
    void tell(String lines);

    /// Tells something that need not be read.
    void mention(String line);

    @Override
    void close() throws IOException;
}

package llm.tools.deploy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.reader.impl.completer.StringsCompleter;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jspecify.annotations.Nullable;

/// A chat at a terminal: lines can be edited, earlier ones come back with the arrow keys.
final class TerminalConsole implements ChatConsole {
    private static final String PROMPT = "> ";
    private static final String MORE = "… ";
    /// What would move the cursor, or worse, if a model wrote it.
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}&&[^\n\t]]");

    private final Terminal terminal;
    private final LineReader reader;

    /// @param history   where typed lines are kept for the next chat
    /// @param interrupt what Ctrl-C does while the model answers
    TerminalConsole(Terminal terminal, Path history, Runnable interrupt) {
        this.terminal = terminal;
        reader = LineReaderBuilder.builder().terminal(terminal).appName("llm").parser(new Lines())
                .completer(new StringsCompleter(Arrays.stream(ChatAction.values())
                        .map(ChatAction::word).toList()))
                .variable(LineReader.HISTORY_FILE, history)
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, MORE)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .build();
        terminal.handle(Signal.INT, _ -> interrupt.run());
    }

    /// The terminal of this process.
    static Terminal system() throws IOException {
        return TerminalBuilder.builder().system(true).nativeSignals(true)
                .graphemeCluster(false)                      // it would ask the terminal, and wait
                .encoding(StandardCharsets.UTF_8).build();
    }

    @Override
    public @Nullable String read() {
        while (true) {
            try {
                return reader.readLine(PROMPT).replace(GOES_ON + "\n", "\n");
            } catch (EndOfFileException _) {
                return null;
            } catch (UserInterruptException e) {
                if (e.getPartialLine().isBlank()) {
                    tell("Ctrl-D or /quit ends the chat.");
                }
            }
        }
    }

    @Override
    public void show(String piece) {
        terminal.writer().print(CONTROL.matcher(piece).replaceAll("\uFFFD"));
        terminal.flush();
    }

    @Override
    public void endAnswer() {
        terminal.writer().println();
        terminal.flush();
    }

    @Override
    public void tell(String lines) {
        show(lines);
        endAnswer();
    }

    @Override
    public void mention(String line) {
        terminal.writer().println(new AttributedString(line, AttributedStyle.DEFAULT.faint())
                .toAnsi(terminal));
        terminal.flush();
    }

    @Override
    public void close() throws IOException {
        terminal.close();
    }

    /// Takes a line as it is; one with a backslash at its end is not complete.
    private static final class Lines extends DefaultParser {
        Lines() {
            setEscapeChars(new char[0]);
            setQuoteChars(new char[0]);
        }

        @Override
        public ParsedLine parse(String line, int cursor, ParseContext context) {
            if (context == ParseContext.ACCEPT_LINE && line.endsWith(GOES_ON)) {
                throw new EOFError(-1, -1, "the text goes on");
            }
            return super.parse(line, cursor, context);
        }
    }
}

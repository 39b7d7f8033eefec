package llm.tools.cli;

import java.io.IOError;
import java.io.IOException;
import java.util.Locale;

/// Results cannot be written: the disk is full, or nobody reads them any more. An error, so that
/// neither a command nor a notebook's cell goes on as if nothing had happened.
public final class OutputLost extends IOError {
    private static final long serialVersionUID = 1;

    private final String reason;

    public OutputLost(IOException cause) {
        super(cause);
        reason = String.valueOf(cause.getMessage());
    }

    @Override
    public String getMessage() {
        return "The output cannot be written: " + reason + ".";
    }

    /// Whether the reader has seen enough, as in `./llm data list | head -n 1`.
    boolean readerIsGone() {
        return reason.toLowerCase(Locale.ROOT).contains("pipe");
    }
}

package llm.tools.cli;

/// How a command ends, as the shell sees it.
public final class ExitCode {
    public static final int SUCCESS = 0;
    public static final int FAILURE = 1;
    public static final int WRONG_USAGE = 2;
    /// The reader of the output went away: as if SIGPIPE (13) had ended the command.
    public static final int READER_GONE = 141;
    /// Ended by SIGTERM (15).
    public static final int TERMINATED = 143;

    private ExitCode() {}
}

package llm.tools.cli;

/// Says nothing: `--quiet`.
public final class NoProgress implements Progress {
    @Override
    public void reached(long count, String note) {}

    @Override
    public void tell(String lines) {}

    @Override
    public void close() {}
}

package llm.show;

/// How much a notebook computes: all of it, or less of the same for a quick pass.
///
/// The environment variable `LLM_SCALE=ci`, or the system property `llm.scale=ci`, asks for less.
public final class Scale {
    private Scale() {}

    /// Whether everything is to be computed.
    public static boolean isFull() {
        String environment = System.getenv("LLM_SCALE");
        return !"ci".equals(System.getProperty("llm.scale",
                environment == null ? "full" : environment));
    }

    /// One of two numbers, such as training steps.
    public static int choose(int full, int less) {
        return isFull() ? full : less;
    }
}

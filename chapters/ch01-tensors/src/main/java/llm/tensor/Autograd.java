package llm.tensor;

import java.util.function.Supplier;

/// Switches the recording of graphs off where no gradient is wanted, as in generation and
/// evaluation. The switch belongs to a thread.
public final class Autograd {
    private static final ThreadLocal<Boolean> OFF = ThreadLocal.withInitial(() -> false);

    private Autograd() {
    }

    /// Whether operations record how to go back.
    public static boolean recording() {
        return !OFF.get();
    }

    /// Computes without recording.
    public static <T> T noGrad(Supplier<T> computation) {
        boolean before = OFF.get();
        OFF.set(true);
        try {
            return computation.get();
        } finally {
            OFF.set(before);
        }
    }

    /// Runs without recording.
    public static void noGrad(Runnable action) {
        noGrad(() -> {
            action.run();
            return true;
        });
    }
}

package llm.cpu.memory;

import java.util.function.LongSupplier;

/// Tensors that nobody can reach hold memory that the garbage collector does not see: it has to be
/// asked to look for them.
public final class UnreachableTensors {
    private static final long PATIENCE_MILLIS = 200;

    private UnreachableTensors() {
    }

    /// Lets the collector find them, and waits while their memory comes back.
    public static void collect(LongSupplier bytesInUse) {
        System.gc();
        long deadline = System.currentTimeMillis() + PATIENCE_MILLIS;
        long before;
        do {
            before = bytesInUse.getAsLong();
            sleep();
        } while (bytesInUse.getAsLong() < before && System.currentTimeMillis() < deadline);
    }

    private static void sleep() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

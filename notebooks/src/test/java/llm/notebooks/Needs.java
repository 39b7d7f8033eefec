package llm.notebooks;

import llm.cuda.twin.TwinGpu;
import org.junit.jupiter.api.Assumptions;

/// What a notebook needs that a machine may lack.
final class Needs {
    private Needs() {}

    /// Skips a test, visibly, of a notebook that cannot run here: appendix D compiles kernels.
    static void assume(String notebook) {
        if (notebook.startsWith("appendix-d")) {
            try (TwinGpu twin = TwinGpu.open()) {
                twin.synchronize();
            } catch (IllegalStateException e) {
                Assumptions.abort(e.getMessage());
            }
        }
    }
}

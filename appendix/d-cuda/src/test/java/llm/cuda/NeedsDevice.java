package llm.cuda;

import llm.cuda.driver.CudaDevices;
import llm.cuda.driver.NvidiaGpu;
import llm.cuda.gpu.Gpu;
import llm.cuda.twin.TwinGpu;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Skips tests, visibly, where there is not what they run on: a GPU if the system property
/// `llm.device` says `cuda`, else a C++ compiler, which makes the twin.
public final class NeedsDevice implements ExecutionCondition {
    private static final String DEVICE = System.getProperty("llm.device", "cuda:twin");
    private static final ConditionEvaluationResult RESULT = look();

    /// What tests of the backend run on: the first GPU if `llm.device` says `cuda`, else a checked
    /// twin.
    static Gpu open() {
        return DEVICE.equals("cuda") ? NvidiaGpu.open(0) : TwinGpu.openChecked();
    }

    private static ConditionEvaluationResult look() {
        return switch (DEVICE) {
            case "cuda" -> gpu();
            case "cuda:twin" -> twin();
            default -> ConditionEvaluationResult.enabled("another device is tested");
        };
    }

    private static ConditionEvaluationResult gpu() {
        CudaDevices.Report report = CudaDevices.report();
        return report.usable() ? ConditionEvaluationResult.enabled("there is a GPU")
                : ConditionEvaluationResult.disabled("there is no GPU: " + report.software());
    }

    private static ConditionEvaluationResult twin() {
        try (TwinGpu _ = TwinGpu.open()) {
            return ConditionEvaluationResult.enabled("there is a C++ compiler");
        } catch (IllegalStateException e) {
            return ConditionEvaluationResult.disabled(e.getMessage());
        }
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return RESULT;
    }
}

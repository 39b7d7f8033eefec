package llm.cpu;

import llm.cpu.gemm.Gemm;
import llm.cpu.gemm.OpenBlas;
import llm.cpu.gemm.TimedGemm;
import llm.cpu.gemm.VectorApiGemm;
import llm.cpu.simd.VectorMath;
import llm.cpu.x86.X86Gemm;

/// The product that is fastest here.
final class GemmChoice {

    private GemmChoice() {
    }

    /// Vectors of 512 bits are fastest in Java; narrower ones in machine code, or else in OpenBLAS,
    /// if its library is on the class path. The system property `llm.products` chooses: `machine`,
    /// `openblas` or `java`.
    static Gemm best() {
        String choice = System.getProperty("llm.products",
                VectorMath.LANES < 16 ? "machine" : "java");
        Gemm best = switch (choice) {
            case "machine" -> X86Gemm.load().<Gemm>map(code -> code)
                    .orElseGet(GemmChoice::openBlasOrJava);
            case "openblas" -> openBlasOrJava();
            case "java" -> new VectorApiGemm();
            default -> throw new IllegalArgumentException(
                    "llm.products must be machine, openblas or java, got " + choice);
        };
        return Boolean.getBoolean("llm.timeProducts") ? new TimedGemm(best) : best;
    }

    private static Gemm openBlasOrJava() {
        return OpenBlas.load().<Gemm>map(blas -> blas).orElseGet(VectorApiGemm::new);
    }
}

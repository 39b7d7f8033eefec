package llm.cuda.driver;

import java.lang.foreign.MemorySegment;

/// What is used of cuBLASLt's interface, as `cublasLt.h` and what it includes declare it.
interface CublasLtFunctions {
    /// Size of a `cublasLtMatmulAlgo_t`.
    long ALGORITHM_BYTES = 64;
    /// Size of a `cublasLtMatmulHeuristicResult_t`, which begins with an algorithm.
    long CHOICE_BYTES = 96;
    /// Where in it the status of the choice is: behind the algorithm and the size of its workspace.
    long CHOICE_STATE = ALGORITHM_BYTES + 8;

    int CUDA_R_32F = 0;
    int CUDA_R_16BF = 14;
    int CUBLAS_COMPUTE_32F = 68;
    int CUBLAS_COMPUTE_32F_FAST_TF32 = 77;
    int CUBLAS_OP_N = 0;
    int CUBLAS_OP_T = 1;
    int CUBLAS_STATUS_INVALID_VALUE = 7;
    int CUBLAS_STATUS_ARCH_MISMATCH = 8;
    int CUBLAS_STATUS_NOT_SUPPORTED = 15;
    int CUBLASLT_MATMUL_DESC_TRANSA = 3;
    int CUBLASLT_MATMUL_DESC_TRANSB = 4;
    int CUBLASLT_MATMUL_DESC_EPILOGUE = 7;
    int CUBLASLT_MATMUL_DESC_BIAS_POINTER = 8;
    int CUBLASLT_MATMUL_DESC_EPILOGUE_AUX_POINTER = 11;
    int CUBLASLT_MATMUL_DESC_EPILOGUE_AUX_LD = 12;
    int CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT = 5;
    int CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET = 6;
    int CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES = 1;
    int CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_A_BYTES = 5;
    int CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_B_BYTES = 6;
    int CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_C_BYTES = 7;
    int CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_D_BYTES = 8;
    int CUBLASLT_EPILOGUE_DEFAULT = 1;
    int CUBLASLT_EPILOGUE_BIAS = 4;
    int CUBLASLT_EPILOGUE_GELU_BIAS = 36;
    int CUBLASLT_EPILOGUE_GELU_AUX_BIAS = 164;

    MemorySegment cublasLtGetStatusString(int status);

    long cublasLtGetVersion();

    void cublasLtCreate(MemorySegment handle);

    void cublasLtDestroy(MemorySegment handle);

    void cublasLtMatmulDescCreate(MemorySegment descriptor, int computeType, int scaleType);

    void cublasLtMatmulDescSetAttribute(MemorySegment descriptor, int attribute,
            MemorySegment value, long bytes);

    void cublasLtMatmulDescDestroy(MemorySegment descriptor);

    void cublasLtMatrixLayoutCreate(MemorySegment layout, int type, long rows, long columns,
            long leadingDimension);

    void cublasLtMatrixLayoutSetAttribute(MemorySegment layout, int attribute,
            MemorySegment value, long bytes);

    void cublasLtMatrixLayoutDestroy(MemorySegment layout);

    void cublasLtMatmulPreferenceCreate(MemorySegment preference);

    void cublasLtMatmulPreferenceSetAttribute(MemorySegment preference, int attribute,
            MemorySegment value, long bytes);

    void cublasLtMatmulPreferenceDestroy(MemorySegment preference);

    int cublasLtMatmulAlgoGetHeuristic(MemorySegment handle, MemorySegment descriptor,
            MemorySegment a, MemorySegment b, MemorySegment c, MemorySegment d,
            MemorySegment preference, int wanted, MemorySegment results, MemorySegment found);

    /// `d = alpha · a · b + beta · c`.
    void cublasLtMatmul(MemorySegment handle, MemorySegment descriptor, MemorySegment alpha,
            MemorySegment a, MemorySegment layoutA, MemorySegment b, MemorySegment layoutB,
            MemorySegment beta, MemorySegment c, MemorySegment layoutC, MemorySegment d,
            MemorySegment layoutD, MemorySegment algorithm, MemorySegment workspace,
            long workspaceBytes, MemorySegment stream);
}

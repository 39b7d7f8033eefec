package llm.cuda.driver;

import java.util.List;

/// A library of CUDA's, and how its file is called.
enum CudaLibrary {
    /// Comes with the graphics driver.
    DRIVER("NVIDIA's driver", "nvcuda.dll", "libcuda.so.1"),
    /// Compiles kernels.
    NVRTC("NVRTC, the compiler of kernels,", "nvrtc64_%d0_0.dll", "libnvrtc.so.%d"),
    /// Multiplies matrices.
    CUBLAS_LT("cuBLASLt, the library for products,", "cublasLt64_%d.dll", "libcublasLt.so.%d");

    /// Major versions of CUDA that this code knows, the newest first.
    static final List<Integer> MAJORS = List.of(13, 12);

    private final String label;
    private final String onWindows;
    private final String onLinux;

    CudaLibrary(String label, String onWindows, String onLinux) {
        this.label = label;
        this.onWindows = onWindows;
        this.onLinux = onLinux;
    }

    /// How to call it in a sentence.
    String label() {
        return label;
    }

    /// Its file of a major version of CUDA; the driver's file has one name for all.
    String fileName(int major, boolean windows) {
        return (windows ? onWindows : onLinux).formatted(major);
    }

    /// Whether this library loads the file of this name beside it, by its name alone.
    boolean needs(String fileName) {
        return this == NVRTC && fileName.matches("libnvrtc-builtins\\.so.*|nvrtc-builtins64.*");
    }

    /// Whether a file of this name is one of the toolkit's that are used here.
    static boolean isWanted(String fileName) {
        return fileName.matches("(lib)?(nvrtc|cublasLt).*");
    }
}

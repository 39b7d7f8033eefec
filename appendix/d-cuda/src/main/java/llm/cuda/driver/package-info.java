/// A real NVIDIA processor behind [llm.cuda.gpu.Gpu]: CUDA's libraries, found and called without
/// any code in C. Nothing is loaded before a processor is asked for.
///
/// Reading order: `NvidiaGpu`, then what it is made of: `CudaDevices`; `LibraryPlaces`,
/// `CudaLibrary`, `CudaLibraries`, `CFunctions`, `CudaException`; `DriverFunctions`, `CudaDriver`,
/// `DeviceMemory`, `Staging`; `NvrtcFunctions`, `Nvrtc`, `KernelCache`, `Modules`, `Sentinel`;
/// `CublasLtFunctions`, `MatmulPlan`, `CublasLt`.
@NullMarked
package llm.cuda.driver;

import org.jspecify.annotations.NullMarked;

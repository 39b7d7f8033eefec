package llm.cuda.driver;

import java.lang.foreign.MemorySegment;

/// What is used of the driver's interface, as `cuda.h` declares it. Its parameters are named there,
/// results come back through pointers. A name that ends in `_v2` is what the header's macro of the
/// name without it stands for, in CUDA 12 and 13 alike.
interface DriverFunctions {
    int CUDA_ERROR_OUT_OF_MEMORY = 2;
    int CUDA_ERROR_NO_DEVICE = 100;
    int CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR = 75;
    int CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR = 76;
    int CU_DEVICE_ATTRIBUTE_MEMORY_POOLS_SUPPORTED = 115;
    int CU_STREAM_NON_BLOCKING = 1;
    int CU_EVENT_DISABLE_TIMING = 2;
    int CU_MEMPOOL_ATTR_RELEASE_THRESHOLD = 4;
    int CU_MEMPOOL_ATTR_RESERVED_MEM_CURRENT = 5;
    int CU_MEMPOOL_ATTR_USED_MEM_CURRENT = 7;

    int cuInit(int flags);

    int cuGetErrorName(int error, MemorySegment text);

    int cuGetErrorString(int error, MemorySegment text);

    void cuDriverGetVersion(MemorySegment version);

    void cuDeviceGetCount(MemorySegment count);

    void cuDeviceGet(MemorySegment device, int ordinal);

    void cuDeviceGetName(MemorySegment name, int length, int device);

    void cuDeviceGetAttribute(MemorySegment value, int attribute, int device);

    void cuDeviceTotalMem_v2(MemorySegment bytes, int device);

    void cuDevicePrimaryCtxRetain(MemorySegment context, int device);

    void cuDevicePrimaryCtxRelease_v2(int device);

    void cuCtxSetCurrent(MemorySegment context);

    void cuMemGetInfo_v2(MemorySegment free, MemorySegment total);

    int cuMemAlloc_v2(MemorySegment address, long bytes);

    void cuMemFree_v2(long address);

    int cuMemAllocAsync(MemorySegment address, long bytes, MemorySegment stream);

    void cuMemFreeAsync(long address, MemorySegment stream);

    void cuDeviceGetDefaultMemPool(MemorySegment pool, int device);

    void cuMemPoolSetAttribute(MemorySegment pool, int attribute, MemorySegment value);

    void cuMemPoolGetAttribute(MemorySegment pool, int attribute, MemorySegment value);

    void cuMemPoolTrimTo(MemorySegment pool, long bytesToKeep);

    void cuMemHostAlloc(MemorySegment pointer, long bytes, int flags);

    void cuMemFreeHost(MemorySegment pointer);

    void cuMemcpyHtoDAsync_v2(long target, MemorySegment source, long bytes, MemorySegment stream);

    void cuMemcpyDtoHAsync_v2(MemorySegment target, long source, long bytes, MemorySegment stream);

    void cuMemcpyDtoDAsync_v2(long target, long source, long bytes, MemorySegment stream);

    void cuMemsetD32Async(long target, int word, long words, MemorySegment stream);

    void cuStreamCreate(MemorySegment stream, int flags);

    void cuStreamSynchronize(MemorySegment stream);

    void cuStreamDestroy_v2(MemorySegment stream);

    void cuEventCreate(MemorySegment event, int flags);

    void cuEventRecord(MemorySegment event, MemorySegment stream);

    void cuEventSynchronize(MemorySegment event);

    void cuEventDestroy_v2(MemorySegment event);

    void cuModuleLoadData(MemorySegment module, MemorySegment image);

    void cuModuleUnload(MemorySegment module);

    void cuModuleGetFunction(MemorySegment function, MemorySegment module, MemorySegment name);

    /// A grid of three directions, a block of three, bytes of shared memory that the kernel leaves
    /// open, the queue, pointers to the arguments, and what else there is to say: nothing.
    void cuLaunchKernel(MemorySegment function, int gridX, int gridY, int gridZ, int blockX,
            int blockY, int blockZ, int sharedBytes, MemorySegment stream,
            MemorySegment arguments, MemorySegment extra);
}

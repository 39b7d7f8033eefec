package llm.cuda.driver;

import java.lang.foreign.MemorySegment;

/// What is used of NVRTC's interface, as `nvrtc.h` declares it.
interface NvrtcFunctions {
    int NVRTC_ERROR_COMPILATION = 6;

    MemorySegment nvrtcGetErrorString(int result);

    void nvrtcVersion(MemorySegment major, MemorySegment minor);

    void nvrtcGetNumSupportedArchs(MemorySegment count);

    void nvrtcGetSupportedArchs(MemorySegment architectures);

    /// Source, its name in messages, and files that it may include, with their names.
    void nvrtcCreateProgram(MemorySegment program, MemorySegment source, MemorySegment name,
            int headers, MemorySegment headerTexts, MemorySegment headerNames);

    int nvrtcCompileProgram(MemorySegment program, int options, MemorySegment texts);

    void nvrtcGetProgramLogSize(MemorySegment program, MemorySegment bytes);

    void nvrtcGetProgramLog(MemorySegment program, MemorySegment log);

    void nvrtcGetCUBINSize(MemorySegment program, MemorySegment bytes);

    void nvrtcGetCUBIN(MemorySegment program, MemorySegment image);

    void nvrtcDestroyProgram(MemorySegment program);
}

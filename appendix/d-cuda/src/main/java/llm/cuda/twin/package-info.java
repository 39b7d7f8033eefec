/// A GPU without a GPU: the same kernels, compiled for the processor, so that what is right can be
/// told on any machine with Linux and a C++ compiler. How fast a kernel is, the twin does not tell.
///
/// Reading order: `TwinGpu`, `TwinMemory`, `KernelLibrary`, `Compiler`, `TraceEvent`; then the C++
/// files among the resources, `language.hpp`, `tensor_cores.hpp`, `launch.hpp` and
/// `threads.hpp`.
@NullMarked
package llm.cuda.twin;

import org.jspecify.annotations.NullMarked;

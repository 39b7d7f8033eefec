/// Native memory, how it is taken, kept and given back, the functions of the system that do it, and
/// the threads that share loops over it.
///
/// Reading order: `NativeFunction`, `Malloc`, `HugePages`, `BlockSource`, `FreeBlocks`,
/// `UnreachableTensors`, `MemoryPool`, `NativeBlock`, `Workers`, `NativeLibrary`.
@NullMarked
package llm.cpu.memory;

import org.jspecify.annotations.NullMarked;

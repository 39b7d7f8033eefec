/// Single instruction, multiple data: whole vectors of values at a time by Java's Vector API.
///
/// Reading order: `VectorMath`, `Transpose`.
@NullMarked
package llm.cpu.simd;

import org.jspecify.annotations.NullMarked;

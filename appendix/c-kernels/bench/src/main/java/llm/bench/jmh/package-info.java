/// Single kernels measured by JMH.
@NullMarked
package llm.bench.jmh;

import org.jspecify.annotations.NullMarked;

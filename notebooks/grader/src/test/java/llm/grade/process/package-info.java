/// Tests of what two processes say to each other.
@NullMarked
package llm.grade.process;

import org.jspecify.annotations.NullMarked;

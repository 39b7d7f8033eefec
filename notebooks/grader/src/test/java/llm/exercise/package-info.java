/// Tests of what graded tests are written with.
@NullMarked
package llm.exercise;

import org.jspecify.annotations.NullMarked;

/// Tests of the commands for exercises, on a book of one chapter.
@NullMarked
package llm.tools.exercises;

import org.jspecify.annotations.NullMarked;

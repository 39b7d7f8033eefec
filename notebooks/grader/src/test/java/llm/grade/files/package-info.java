/// Tests of grading files.
@NullMarked
package llm.grade.files;

import org.jspecify.annotations.NullMarked;

/// Grades files: a learner's own, and those of a class.
@NullMarked
package llm.grade.files;

import org.jspecify.annotations.NullMarked;

/// Commands for exercises and quizzes.
///
/// Read in this order: [GradeCommand] with [GradeReport], for learners; [SubmissionsGrading] and
/// [HandoutCommand], for instructors; [ExerciseNames], what a shell offers; the rest as it comes.
@NullMarked
package llm.tools.exercises;

import org.jspecify.annotations.NullMarked;

package llm.exercise;

/// What a stub throws. No graded test expects it, so an untouched stub never passes.
public final class ExerciseNotDone extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// @param exercise what is to be written, such as `Exercise 3.2: write causalMask(int)`
    public ExerciseNotDone(String exercise) {
        super(exercise);
    }
}

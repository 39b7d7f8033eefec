import llm.exercise.ExerciseNotDone;

/// Exercise 9.4 ★: how sure an accuracy is. Another hundred questions would have given another
/// number.
///
/// `accuracy` takes whether each of `n` answers was right. Return the share of right ones, and its
/// standard error `s / √n`: `s` is the sample deviation of ones (right) and zeros (wrong),
///
/// ```
/// s = √(Σ (x − mean)² / (n − 1))
/// ```
///
/// Of 10 answers of which 8 are right these are `{0.8, 0.1333}`. One answer says nothing of the
/// deviation: its standard error is NaN.
///
/// `pooled` is the standard error over all `N` questions of `S` subjects, if only the questions of
/// each subject were drawn by chance and not how many it has. A subject with `nₛ` questions and a
/// standard error `seₛ` adds the squares around its *own* mean, `(nₛ − 1) nₛ seₛ²`:
///
/// ```
/// √(Σₛ (nₛ − 1) nₛ seₛ² / (N − S) / N)
/// ```
///
/// 8 of 10 right in one subject and 2 of 5 in another have `√((1.6 + 1.2) / 13 / 15) = 0.1198`. A
/// subject with a single question adds 0 to the sum, and counts in `N` and `S`.
///
/// Section 9.4 of the notebook.
public final class Ex94StandardError {
    private Ex94StandardError() {}

    /// @param right one or more, `(questions)`
    /// @return the accuracy from 0 to 1, and its standard error, `(2)`
    public static double[] accuracy(boolean[] right) {
        throw new ExerciseNotDone("Exercise 9.4: write accuracy(boolean[])");
    }

    /// @param right for each subject its questions, one or more; two or more in some subject;
    ///              `(subjects, questions)`
    /// @return the pooled standard error
    public static double pooled(boolean[][] right) {
        throw new ExerciseNotDone("Exercise 9.4: write pooled(boolean[][])");
    }
}

import llm.exercise.ExerciseNotDone;

/// Exercise 9.8 ★★: which models can be rated. A model that never lost has no likeliest rating:
/// each higher one is likelier still. The same holds for a group that never lost to the others.
///
/// `beaten[i][j]` says whether `i` has beaten `j` or tied with it, once or more often. A model
/// *leads to* another if there is a chain: it has beaten one that has beaten one … that has beaten
/// the other.
///
/// `groups`: two models are in the same group (a *strongly connected component*) if each leads to
/// the other. Return for each model the smallest number in its group; a model that is alone has its
/// own.
///
/// `standings`: the largest group, of equally large ones that with the smallest number, is rated.
/// Return for each model
///
/// - `rated`, if it is in that group;
/// - `above`, if it leads to the models of the group and they do not lead to it;
/// - `below`, if they lead to it and it does not lead to them;
/// - `open`, if there is no chain between it and them.
///
/// Model 0 has beaten model 1. Models 1 and 2 have beaten each other. Model 2 has beaten model 3,
/// and so has model 4, which has met nobody else. The groups are `{0, 1, 1, 3, 4}`, the standings
/// `{"above", "rated", "rated", "below", "open"}`.
///
/// In `standings` there is always a group of two or more. Write it without `StrongComponents` and
/// `RatingGroup` of the library.
///
/// Section 9.9 of the notebook.
public final class Ex98RatedModels {
    private Ex98RatedModels() {}

    /// @param beaten or tied, the column's model by the row's; false on the diagonal;
    ///               `(models, models)`
    /// @return the smallest number in the group of each model, `(models)`
    public static int[] groups(boolean[][] beaten) {
        throw new ExerciseNotDone("Exercise 9.8: write groups(boolean[][])");
    }

    /// @param beaten as above, `(models, models)`
    /// @return `rated`, `above`, `below` or `open`, `(models)`
    public static String[] standings(boolean[][] beaten) {
        throw new ExerciseNotDone("Exercise 9.8: write standings(boolean[][])");
    }
}

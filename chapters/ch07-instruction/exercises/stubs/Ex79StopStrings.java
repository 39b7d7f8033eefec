import java.util.List;
import llm.exercise.ExerciseNotDone;

/// Exercise 7.9 ★★★: stop strings, while the answer is being written. Where a model has not learned
/// an end token, an answer ends at a text such as `"\n\n"` or `User:`. A reader sees it grow piece
/// by piece, and must never see a part of a stop string; but one may be split over pieces.
///
/// An object watches one answer. `feed` takes the next piece of it and returns what may be shown
/// now; all that was returned, joined, is the answer so far.
///
/// - The answer ends where the first stop string begins: of several, the one that begins first,
///   wherever it stands in the list. It is not shown, nor is anything behind it.
/// - `feed` shows all that it can: it holds back the longest end of the text that could still
///   become a stop string, and nothing else.
/// - `finish` is called once, when no piece follows, and returns what was held back, if no stop
///   string came. After a stop string, `feed` and `finish` return the empty text.
/// - `stopped` tells whether a stop string has come.
///
/// A piece may be empty, or hold several stop strings. No stop string lies within another one, but
/// at the end of one it may. Refuse a list with an empty stop string with an
/// `IllegalArgumentException`. With the stop strings `User:` and `\n\n`:
///
/// ```text
/// feed("Hi\n")     → "Hi"       a second line break might come
/// feed("there")    → "\nthere"
/// feed(", Us, Us") → ", Us, "   only the last "Us" can become "User:"
/// feed("er: no")   → ""         stopped
/// finish()         → ""
/// ```
///
/// Section 7.10 of the notebook.
public final class Ex79StopStrings {
    /// @param stops one or more, none of them empty
    public Ex79StopStrings(List<String> stops) {
        throw new ExerciseNotDone("Exercise 7.9: write Ex79StopStrings(List<String>)");
    }

    /// @return what may be shown now
    public String feed(String piece) {
        throw new ExerciseNotDone("Exercise 7.9: write feed(String)");
    }

    /// @return what is left to be shown
    public String finish() {
        throw new ExerciseNotDone("Exercise 7.9: write finish()");
    }

    /// Whether a stop string has ended the answer.
    public boolean stopped() {
        throw new ExerciseNotDone("Exercise 7.9: write stopped()");
    }
}

import llm.exercise.ExerciseNotDone;

/// Exercise 7.7 ★★: the answer in a text. Benchmarks want a letter or a number, and models write
/// sentences. A rule must find the answer in them, and admit it where there is none.
///
/// `letter`, for a question with the choices A to D. A letter *stands alone* if neither the
/// character before nor the one behind it is a letter or a digit. Only capitals count.
///
/// 1. Behind the last `answer` of the text, in small letters or capitals, the first letter that
///    stands alone.
/// 2. If there is none: the letter that stands alone in the text, provided that all that do are the
///    same.
/// 3. Otherwise the empty text.
///
/// `number`: the last number of the text, or the empty text. A number begins with a digit. Commas
/// may set off its thousands: a first group of one to three digits, then groups of exactly three.
/// A point with digits behind it belongs to it. A `-` right before it is its sign, unless a letter
/// or digit stands right before that. The result is the number as written, without commas.
///
/// ```text
/// letter  A good question. The answer is (C).  →  C     number  It is 1,234.50 or so.   →  1234.50
///         B, since B is larger.                →  B             2 + 3 makes 5.          →  5
///         Either A or B.                       →                from -3 to 10-4         →  4
///         A cat. No answer.                    →  A             neither                 →
/// ```
///
/// Section 7.9 of the notebook.
public final class Ex77ParsedAnswers {
    private Ex77ParsedAnswers() {}

    /// @return `A`, `B`, `C` or `D`, or the empty text
    public static String letter(String text) {
        throw new ExerciseNotDone("Exercise 7.7: write letter(String)");
    }

    /// @return the last number, without commas, or the empty text
    public static String number(String text) {
        throw new ExerciseNotDone("Exercise 7.7: write number(String)");
    }
}

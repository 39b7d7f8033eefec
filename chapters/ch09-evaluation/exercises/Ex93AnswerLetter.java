import llm.exercise.ExerciseNotDone;

/// Exercise 9.3 ★★: the letter in a free answer. Where a service tells no log-probabilities, a
/// model writes its answer, and a rule must find the letter in it, or admit that there is none.
///
/// Return the place of the choice that a text names: 0 for `A`, 1 for `B` and so on; −1 if it names
/// none. A character of the text names a choice if all of this holds:
///
/// 1. it is a capital from `A` to `Z`, and there are so many choices: of 4 choices `E` names none;
/// 2. the character before it, if there is one, is no letter and no digit, of any alphabet;
/// 3. the character behind it, if there is one, is no letter, no digit and no apostrophe (`'` or
///    `’`);
/// 4. it is not an `A` with white space and then a small letter behind it, since that is the
///    article of `A good question`. Other letters may have words behind them: `B is right` names B.
///
/// The first one that names a choice counts, wherever in the text it stands.
///
/// ```text
/// (C)                            2        E or B          1      A good answer is D.    3
/// Answer: B, because it is       1        b               −1     A, of course           0
/// _B_                            1        Because of it   −1     Vitamin B12 or C       2
/// ```
///
/// These are the places for 4 choices. Rule 4 has its price: `A is right` names none. Write it
/// without `GeneratedChoice` of the library.
///
/// Section 9.3 of the notebook.
public final class Ex93AnswerLetter {
    private Ex93AnswerLetter() {}

    /// @param text    what a model wrote
    /// @param choices of the question, from 2 to 26
    /// @return the place of the choice from 0, or −1
    public static int choice(String text, int choices) {
        throw new ExerciseNotDone("Exercise 9.3: write choice(String, int)");
    }
}

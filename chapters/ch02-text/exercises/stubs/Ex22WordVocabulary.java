import java.util.List;
import llm.exercise.ExerciseNotDone;

/// Exercise 2.2 ★: a vocabulary with a token for the unknown. Words become ids and ids become text.
///
/// The vocabulary is made from the words of a text, in which they may repeat. The different words,
/// sorted as `String.compareTo` does, have the ids from 0 on; behind them come the special tokens
/// `<|endoftext|>` and then `<|unk|>`.
///
/// - `size` is the number of ids.
/// - `encode` gives each word its id, and the id of `<|unk|>` to each word that is not known.
/// - `decode` writes the tokens of the ids with one space between two of them, but none before
///   `, . : ; ? !`. It refuses an id that no token has with an `IllegalArgumentException`.
///
/// The words `the`, `fox`, `,`, `the`, `owl`, `.` give `,` 0, `.` 1, `fox` 2, `owl` 3, `the` 4,
/// `<|endoftext|>` 5, `<|unk|>` 6. With it `the`, `cat`, `.` is encoded as `{4, 6, 1}`, which is
/// decoded as `the <|unk|>.`
///
/// No word spells a special token. Write it without `Vocabulary` and `WordTokenizer` of the
/// library.
///
/// Section 2.1 of the notebook.
public final class Ex22WordVocabulary {
    /// @param words of a text, in any order, with repeats
    public Ex22WordVocabulary(List<String> words) {
        throw new ExerciseNotDone("Exercise 2.2: write Ex22WordVocabulary(List)");
    }

    /// @return the number of words and special tokens
    public int size() {
        throw new ExerciseNotDone("Exercise 2.2: write size()");
    }

    /// @return `(words)`, one id for each word
    public int[] encode(List<String> words) {
        throw new ExerciseNotDone("Exercise 2.2: write encode(List)");
    }

    /// @param ids `(tokens)`
    public String decode(int[] ids) {
        throw new ExerciseNotDone("Exercise 2.2: write decode(int[])");
    }
}

package llm.exercise;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.function.Executable;

/// What a graded test expects of an answer, and what the usual mistakes would give instead:
///
/// ```java
/// expect("softmax of the row", Ex11Softmax.softmax(row))
///         .mistake("softmax-without-exp", "the scores are divided by their sum as they are",
///                 plainShares(row))
///         .toBe(expected, 1e-6);
/// ```
///
/// A mistake is named only if the answer is what that mistake gives, to the same tolerance, and not
/// what is right. A failed test that knows a mistake and sees something else rules it out for all
/// tests, so two mistakes that agree by chance on a small input are told apart by another one.
/// Values may be numbers, texts, arrays of any depth, lists, maps and tensors.
public final class Expect {
    private final String what;
    private final @Nullable Object actual;
    private final List<Mistake> mistakes = new ArrayList<>();
    private final Set<String> ruledOut = new LinkedHashSet<>(); // keys of mistakes not seen

    /// @param key   unique in the book, such as `mask-hides-itself`
    /// @param words what is wrong, for people, without values
    /// @param wrong what the mistake gives; of a mistake that was seen otherwise, the answer itself
    private record Mistake(String key, String words, @Nullable Object wrong) {}

    private Expect(String what, @Nullable Object actual) {
        this.what = what;
        this.actual = actual;
    }

    /// Begins an expectation.
    ///
    /// @param what   what is compared, such as `the mask of 3 tokens`; private tests show it too,
    ///               so it must not hold what they hide
    /// @param actual what the answer gave
    public static Expect expect(String what, @Nullable Object actual) {
        return new Expect(what, actual);
    }

    /// Names a mistake by what it gives.
    ///
    /// @param wrong what it gives; null where that tells nothing, such as what other mistakes give
    public Expect mistake(String key, String words, @Nullable Object wrong) {
        if (wrong != null) {
            mistakes.add(new Mistake(key, words, wrong));
        }
        return this;
    }

    /// Names a mistake by a sign of it. The sign must be one that only this mistake shows, and that
    /// it shows wherever the answer is wrong by it.
    public Expect mistakeIf(boolean seen, String key, String words) {
        if (seen) {
            mistakes.add(new Mistake(key, words, actual));
        } else {
            ruledOut.add(key);
        }
        return this;
    }

    /// @throws WrongAnswer if the answer is another
    public void toBe(@Nullable Object expected) {
        toBe(expected, 0);
    }

    /// @param tolerance the largest difference of two numbers that still counts as equal
    /// @throws WrongAnswer if the answer is another
    public void toBe(@Nullable Object expected, double tolerance) {
        Values.difference(expected, actual, tolerance).ifPresent(difference -> {
            List<WrongAnswer.Told> seen = new ArrayList<>();
            for (Mistake each : mistakes) {
                if (Values.difference(each.wrong, actual, tolerance).isEmpty()) {
                    seen.add(new WrongAnswer.Told(each.key, each.words, what + ": " + difference));
                } else {
                    ruledOut.add(each.key);
                }
            }
            seen.forEach(each -> ruledOut.remove(each.misconception()));
            throw new WrongAnswer(seen, new WrongAnswer.Told(null,
                    "not right: " + what, difference), ruledOut);
        });
    }

    /// Expects that a call refuses its arguments.
    ///
    /// @param what what must be refused, such as `a context of 0 tokens`
    /// @throws WrongAnswer if the call ends without an [IllegalArgumentException]
    public static void expectRefusal(String what, Executable call) {
        try {
            call.execute();
        } catch (IllegalArgumentException e) {
            return;
        } catch (ExerciseNotDone | Error e) {
            throw e;
        } catch (Throwable e) {
            throw notRefused(what, "got " + e);
        }
        throw notRefused(what, "nothing was thrown");
    }

    private static WrongAnswer notRefused(String what, String instead) {
        return new WrongAnswer(List.of(), new WrongAnswer.Told(null,
                what + " must be refused by an IllegalArgumentException", instead), Set.of());
    }
}

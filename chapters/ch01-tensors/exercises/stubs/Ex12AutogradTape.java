import llm.exercise.ExerciseNotDone;

/// Exercise 1.2 ★★★: autograd on a tape. A tape writes down every operation as an entry, in the
/// order in which it is computed; read backwards, it gives the slopes of a result by all entries.
///
/// `value`, `add`, `mul` and `tanh` compute a number, append it to the tape and return its number
/// on the tape, from 0 on. `backward(result)` applies the chain rule from `result` back to the
/// first entry; then `grad(i)` is `∂result/∂(entry i)`. The example of section 1.7,
/// `L = (w · 3 + b − 4)²` at `w = 2`, `b = −1`:
///
/// ```java
/// int w = tape.value(2), b = tape.value(-1);
/// int e = tape.add(tape.add(tape.mul(w, tape.value(3)), b), tape.value(-4));
/// int loss = tape.mul(e, e);          // data(loss) = 1
/// tape.backward(loss);                // grad(w) = 6, grad(b) = 2, grad(e) = 2, grad(loss) = 1
/// ```
///
/// An entry may be used any number of times: its slope is the sum of what all uses send back. With
/// `s = tanh(x)` the slope of `s` by `x` is `1 − s²`. Each `backward` forgets the slopes of the one
/// before; entries that `result` does not depend on get 0, and so do all before any `backward`.
/// Visit each entry once: 40 doublings `x = x + x` have 2⁴⁰ paths, far too many to walk one by one.
/// Refuse numbers of entries that are not on the tape with an `IllegalArgumentException`.
///
/// Section 1.7 of the notebook.
public final class Ex12AutogradTape {
    /// An empty tape.
    public Ex12AutogradTape() {}

    /// Appends a number of its own, such as a parameter or an input.
    public int value(double data) {
        throw new ExerciseNotDone("Exercise 1.2: write value(double)");
    }

    /// Appends the sum of two entries; `a` and `b` may be the same.
    public int add(int a, int b) {
        throw new ExerciseNotDone("Exercise 1.2: write add(int, int)");
    }

    /// Appends the product of two entries; `a` and `b` may be the same.
    public int mul(int a, int b) {
        throw new ExerciseNotDone("Exercise 1.2: write mul(int, int)");
    }

    /// Appends the hyperbolic tangent of an entry.
    public int tanh(int a) {
        throw new ExerciseNotDone("Exercise 1.2: write tanh(int)");
    }

    /// The number in an entry.
    public double data(int entry) {
        throw new ExerciseNotDone("Exercise 1.2: write data(int)");
    }

    /// Finds the slopes of `result` by all entries; `result` need not be the last entry.
    public void backward(int result) {
        throw new ExerciseNotDone("Exercise 1.2: write backward(int)");
    }

    /// The slope of the last `backward`'s result by this entry.
    public double grad(int entry) {
        throw new ExerciseNotDone("Exercise 1.2: write grad(int)");
    }
}

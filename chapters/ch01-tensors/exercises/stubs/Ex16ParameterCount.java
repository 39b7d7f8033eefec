import llm.exercise.ExerciseNotDone;

/// Exercise 1.6 ★: counting parameters. A multilayer perceptron (MLP) is a chain of linear layers,
/// each with one bias for each of its outputs.
///
/// Given the widths of the chain, from the input to the output, return how many parameters it has:
/// weights and biases of all layers. The bends between the layers have none. An example with 2
/// inputs, hidden layers of 30 and 20 units, and 2 outputs, `widths = {2, 30, 20, 2}`:
///
/// `(2 + 1) · 30 + (30 + 1) · 20 + (20 + 1) · 2 = 90 + 620 + 42 = 752`
///
/// Models are large: `{50257, 50257}` makes 2,525,816,306 parameters, more than an `int` holds.
/// Refuse fewer than two widths, or a width below 1, with an `IllegalArgumentException`.
///
/// Section 1.9 of the notebook.
public final class Ex16ParameterCount {
    private Ex16ParameterCount() {}

    /// @param widths numbers of units, `(layers + 1)`
    /// @return number of parameters
    public static long parameters(int[] widths) {
        throw new ExerciseNotDone("Exercise 1.6: write parameters(int[])");
    }
}

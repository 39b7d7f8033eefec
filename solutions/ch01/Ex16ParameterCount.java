/// Exercise 1.6: counting parameters.
///
/// **Why.** Layer `i` goes from `widths[i]` to `widths[i + 1]` units: each output has one weight
/// for each input and one bias, so `(in + 1) · out`. There is one layer fewer than there are
/// widths. The same count, with other layers in the chain, tells the memory and the work of a
/// model before it is built.
///
/// **Complexity.** O(layers).
///
/// **Common mistakes.** Forgetting the biases, or counting one for each input; multiplying two
/// `int`s, whose product overflows before it becomes a `long`.
public final class Ex16ParameterCount {
    private Ex16ParameterCount() {}

    public static long parameters(int[] widths) {
        if (widths.length < 2) {
            throw new IllegalArgumentException("widths must be at least 2, got " + widths.length);
        }
        for (int width : widths) {
            if (width < 1) {
                throw new IllegalArgumentException("a width must be at least 1, got " + width);
            }
        }
        long count = 0;
        for (int layer = 0; layer + 1 < widths.length; layer++) {
            count += (widths[layer] + 1L) * widths[layer + 1];
        }
        return count;
    }
}

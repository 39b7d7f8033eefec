/// Exercise 5.3: clipping gradients by their global norm.
///
/// **Why.** A gradient says in which direction to go and, by its length, how far. Only the length
/// is distrusted. One factor for all numbers keeps the direction, in which the parameters stand to
/// each other as the batch asks for. The norm before clipping is worth a column in the log: a
/// jump in it comes before most accidents.
///
/// **Complexity.** O(numbers) time, twice through; no memory.
///
/// **Common mistakes.** A norm and a factor for each array, or a limit for each number: both turn
/// the direction. A factor above 1, which blows up the small gradients at the end of a training.
/// Scaling the variable of a for-each loop, which leaves the array as it was. Returning the norm
/// after clipping, which is never above `maxNorm` and tells nothing.
public final class Ex53GradientClip {
    private Ex53GradientClip() {}

    public static double clip(double[][] gradients, double maxNorm) {
        double squares = 0;
        for (double[] gradient : gradients) {
            for (double g : gradient) {
                squares += g * g;
            }
        }
        double norm = Math.sqrt(squares);
        double factor = Math.min(1, maxNorm / (norm + 1e-6));
        for (double[] gradient : gradients) {
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] *= factor;
            }
        }
        return norm;
    }
}

package llm.show;

import java.util.Arrays;

/// The columns of a grid from left to right, or its rows from top to bottom. A place between two
/// of them, such as 0.5, lies between their middles.
final class Track {
    private final double[] starts;
    private final double[] sizes;

    /// @param margin before the first one
    /// @param sizes  the width of each
    /// @param gaps   what lies behind each; the last one is not used
    Track(double margin, double[] sizes, double[] gaps) {
        this.sizes = sizes.clone();
        starts = new double[sizes.length];
        Arrays.setAll(starts, i -> i == 0 ? margin : starts[i - 1] + sizes[i - 1] + gaps[i - 1]);
    }

    double middle(double place) {
        int before = (int) place;
        int after = Math.min(before + 1, sizes.length - 1);
        double share = place - before;
        return (1 - share) * middle(before) + share * middle(after);
    }

    private double middle(int index) {
        return starts[index] + sizes[index] / 2;
    }

    double start(int index) {
        return starts[index];
    }

    double end(int index) {
        return starts[index] + sizes[index];
    }

    /// Where the last one ends.
    double end() {
        return end(sizes.length - 1);
    }
}

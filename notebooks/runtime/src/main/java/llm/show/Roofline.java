package llm.show;

import java.util.ArrayList;
import java.util.List;
import llm.bench.MachineLimits;

/// What a machine allows, and how near programs come to it. To the right, how many operations a
/// program does with each byte that it moves; upwards, how many it does in a second; both in powers
/// of ten. Below the slope a program waits for memory, below the flat part for arithmetic.
/// Source: Williams, Waterman and Patterson (2009).
///
/// ```java
/// Show.roofline(new Roofline("Here", MachineLimits.measure(30)).point("x + 1", 0.125, 2));
/// ```
public final class Roofline {
    private final String title;
    private final MachineLimits limits;
    private final List<Point> points = new ArrayList<>();

    /// A program.
    ///
    /// @param name               beside its mark
    /// @param flopsPerByte       operations for each byte that it must move
    /// @param gigaflopsPerSecond 10⁹ operations that it does in a second
    record Point(String name, double flopsPerByte, double gigaflopsPerSecond) {}

    public Roofline(String title, MachineLimits limits) {
        this.title = title;
        this.limits = limits;
    }

    /// Adds a program that was measured.
    ///
    /// @param flopsPerByte       above 0
    /// @param gigaflopsPerSecond above 0
    public Roofline point(String name, double flopsPerByte, double gigaflopsPerSecond) {
        if (!(flopsPerByte > 0 && gigaflopsPerSecond > 0)) {
            throw new IllegalArgumentException(("a point must lie above 0 on both axes, got %s with "
                    + "flopsPerByte=%s, gigaflopsPerSecond=%s").formatted(name, flopsPerByte,
                    gigaflopsPerSecond));
        }
        points.add(new Point(name, flopsPerByte, gigaflopsPerSecond));
        return this;
    }

    /// The drawing.
    public String svg() {
        return new RooflineDrawing(limits, points).svg(title);
    }
}

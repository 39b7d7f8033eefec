package llm.eval.judge;

import java.util.stream.IntStream;

/// The curve `y ≈ σ(slope · x + constant)`, `σ(z) = 1 / (1 + e⁻ᶻ)`, under which targets from 0 to 1
/// are likeliest: it maximizes `Σ y ln σ(z) + (1 − y) ln(1 − σ(z))`, without a penalty.
/// Source: Papke and Wooldridge (1996), Econometric Methods for Fractional Response Variables.
public record LogisticRegression(double slope, double constant) {
    private static final int MOST_STEPS = 100;
    private static final double SHORTEST = 1e-9;             // part of a step that is still tried
    private static final double CLOSE = 1e-20;               // g H⁻¹g of a pair, at the top
    private static final double ROUNDING = 1e-14;            // of the log-likelihood of a pair

    /// Newton's method from zero: with `p = σ(z)`, gradient `g = Σ (y − p) (x, 1)` and curvature
    /// `H = Σ p(1 − p) (x, 1)ᵀ(x, 1)`, a step goes by `H⁻¹g`, halved until it does not go down.
    ///
    /// @param x `(pairs)`, not all the same
    /// @param y from 0 to 1, `(pairs)`
    /// @throws IllegalArgumentException if all `x` are the same, or the likelihood has no maximum
    public static LogisticRegression fit(double[] x, double[] y) {
        requireMaximum(x, y);
        LogisticRegression curve = new LogisticRegression(0, 0);
        for (int step = 0; step < MOST_STEPS; step++) {
            LogisticRegression next = curve.stepped(x, y);
            if (next.equals(curve)) {
                return curve;
            }
            curve = next;
        }
        throw curve.lost();
    }

    /// One step up; the same curve where the top is reached.
    private LogisticRegression stepped(double[] x, double[] y) {
        double gx = 0;
        double g1 = 0;
        double hxx = 0;
        double hx1 = 0;
        double h11 = 0;
        for (int i = 0; i < x.length; i++) {
            double p = at(x[i]);
            double curvature = p * (1 - p);
            gx += (y[i] - p) * x[i];
            g1 += y[i] - p;
            hxx += curvature * x[i] * x[i];
            hx1 += curvature * x[i];
            h11 += curvature;
        }
        double determinant = hxx * h11 - hx1 * hx1;
        double dSlope = (h11 * gx - hx1 * g1) / determinant;
        double dConstant = (hxx * g1 - hx1 * gx) / determinant;
        return gx * dSlope + g1 * dConstant <= CLOSE * x.length ? this
                : upwards(dSlope, dConstant, x, y);
    }

    private LogisticRegression upwards(double dSlope, double dConstant, double[] x, double[] y) {
        double before = logLikelihood(x, y);
        for (double part = 1; part > SHORTEST; part /= 2) {
            LogisticRegression next = new LogisticRegression(
                    slope + part * dSlope, constant + part * dConstant);
            if (next.logLikelihood(x, y) >= before - ROUNDING * x.length) {
                return next;
            }
        }
        throw lost();
    }

    private IllegalArgumentException lost() {
        return new IllegalArgumentException("Newton's method must reach the maximum of the "
                + "likelihood, got no further than " + this);
    }

    /// The curve's value.
    public double at(double x) {
        return 1 / (1 + Math.exp(-(slope * x + constant)));
    }

    /// In nats. With `ln(1 − σ(z)) = ln σ(z) − z`, finite for any `z`.
    private double logLikelihood(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double z = slope * x[i] + constant;
            double lnSigma = Math.min(z, 0) - Math.log1p(Math.exp(-Math.abs(z)));
            sum += lnSigma - (1 - y[i]) * z;
        }
        return sum;
    }

    /// There is no maximum if a point on the axis has all targets above 0 on one side of it and all
    /// below 1 on the other: the steeper there, the likelier. Source: Albert and Anderson (1984),
    /// On the Existence of Maximum Likelihood Estimates in Logistic Regression Models.
    private static void requireMaximum(double[] x, double[] y) {
        if (x.length != y.length || x.length == 0) {
            throw new IllegalArgumentException("x and y must be equally many, one or more, got "
                    + x.length + " and " + y.length);
        }
        if (IntStream.range(0, x.length).allMatch(i -> x[i] == x[0])) {
            throw new IllegalArgumentException("x must not all be the same, got " + x[0]);
        }
        if (separated(x, y, 1) || separated(x, y, -1)) {
            throw new IllegalArgumentException("the likelihood must have a maximum, got targets of "
                    + "0 and 1 that a point on the axis parts");
        }
    }

    private static boolean separated(double[] x, double[] y, int sign) {
        double lower = Double.NEGATIVE_INFINITY;             // the last that is not quite 1
        double upper = Double.POSITIVE_INFINITY;             // the first that is not quite 0
        for (int i = 0; i < x.length; i++) {
            lower = y[i] < 1 ? Math.max(lower, sign * x[i]) : lower;
            upper = y[i] > 0 ? Math.min(upper, sign * x[i]) : upper;
        }
        return lower <= upper;
    }
}

package llm.eval.arena;

import java.util.Arrays;

/// The strengths `θ` under which the battles were likeliest, all at once. By Bradley and Terry, `i`
/// beats `j` with `pᵢⱼ = σ(θᵢ − θⱼ)`; with `wᵢⱼ` wins, a tie half a win for each,
///
/// `ℓ(θ) = Σᵢ≠ⱼ wᵢⱼ ln σ(θᵢ − θⱼ) − λ/2 Σᵢ θᵢ²`
///
/// is concave. Newton's method climbs by `θ ← θ + H⁻¹∇ℓ`, `H = −∇²ℓ`, where `nᵢⱼ` battles give
///
/// `∇ℓᵢ = Σⱼ (wᵢⱼ pⱼᵢ − wⱼᵢ pᵢⱼ) − λ θᵢ`, `Hᵢⱼ = −nᵢⱼ pᵢⱼ pⱼᵢ`, `Hᵢᵢ = −Σⱼ Hᵢⱼ + λ`.
///
/// Only differences of strengths count, so `H` maps equal values to zero: `c` in all its entries
/// makes it invertible and keeps what sums to zero as it is.
/// Source: Hunter (2004), MM Algorithms for Generalized Bradley-Terry Models, §2; errors by the
/// sandwich of Huber (1967), as in Chiang et al. (2024), Chatbot Arena, §5.
final class MaximumLikelihood {
    private static final int MOST_STEPS = 200;
    private static final double CONVERGED = 1e-10;           // nats, of the last step
    private static final double NEAR = 1e-4;                 // below it, Newton's steps fit

    private final BattleCounts counts;
    private final int models;
    private final double ridge;

    /// @param ridge `λ`, 0 or more; above 0 it draws strengths to zero
    MaximumLikelihood(BattleCounts counts, double ridge) {
        this.counts = counts;
        this.models = counts.models().size();
        this.ridge = ridge;
    }

    /// Strengths in nats, summing to zero, `(models)`.
    ///
    /// @throws IllegalStateException if there is no maximum: some model cannot be compared
    double[] strengths() {
        double[] theta = new double[models];
        for (int step = 0; step < MOST_STEPS; step++) {
            double[] move = new Cholesky(curvature(theta)).solve(gradient(theta));
            double length = Arrays.stream(move).map(Math::abs).max().orElse(0);
            theta = climb(theta, move, length);
            if (length < CONVERGED) {
                return theta;
            }
        }
        throw new IllegalStateException("the likelihood must have a maximum, got none in "
                + MOST_STEPS + " steps over " + counts.models());
    }

    /// A whole step, or half of it and so on, until it leads up.
    private double[] climb(double[] theta, double[] move, double length) {
        double before = logLikelihood(theta);
        double share = 1;
        double[] next = moved(theta, move, share);
        while (length * share > NEAR && logLikelihood(next) < before) {
            share /= 2;
            next = moved(theta, move, share);
        }
        return next;
    }

    private static double[] moved(double[] theta, double[] move, double share) {
        double[] next = new double[theta.length];
        Arrays.setAll(next, i -> theta[i] + share * move[i]);
        double mean = Arrays.stream(next).average().orElse(0);
        return Arrays.stream(next).map(value -> value - mean).toArray();
    }

    /// `ℓ(θ)` in nats.
    double logLikelihood(double[] theta) {
        double sum = 0;
        for (int i = 0; i < models; i++) {
            sum -= ridge / 2 * theta[i] * theta[i];
            for (int j = 0; j < models; j++) {
                sum += score(i, j) * logSigmoid(theta[i] - theta[j]);
            }
        }
        return sum;
    }

    private double score(int i, int j) {
        return counts.wins(i, j) + counts.ties(i, j) / 2.0;
    }

    private double[] gradient(double[] theta) {
        double[] gradient = new double[models];
        for (int i = 0; i < models; i++) {
            gradient[i] = -ridge * theta[i];
            for (int j = 0; j < models; j++) {
                gradient[i] += score(i, j) * sigmoid(theta[j] - theta[i])
                        - score(j, i) * sigmoid(theta[i] - theta[j]);
            }
        }
        return gradient;
    }

    /// `H + c`, `(models, models)`.
    private double[][] curvature(double[] theta) {
        double[][] curvature = laplacian((i, j) -> counts.battles(i, j)
                * sigmoid(theta[i] - theta[j]) * sigmoid(theta[j] - theta[i]));
        double trace = 0;
        for (int i = 0; i < models; i++) {
            curvature[i][i] += ridge;
            trace += curvature[i][i];
        }
        for (double[] row : curvature) {
            for (int j = 0; j < models; j++) {
                row[j] += trace / models / models;
            }
        }
        return curvature;
    }

    /// How far chance may have moved the strengths: `H⁻¹ G H⁻¹`, with
    /// `G = Σ (y − p)² e eᵀ` over the battles; `e` is 1 at model A and −1 at model B. It holds even
    /// where the battles do not follow the formula for `p`. Ties do not: they make it smaller, down
    /// to 0 where all battles are ties.
    ///
    /// @return in nats², `(models, models)`
    double[][] covariance(double[] theta) {
        double[][] squares = laplacian((i, j) -> {
            double p = sigmoid(theta[i] - theta[j]);
            double q = sigmoid(theta[j] - theta[i]);         // 1 − p, exact where it is small
            return counts.wins(i, j) * q * q + counts.wins(j, i) * p * p
                    + counts.ties(i, j) * (0.5 - p) * (0.5 - p);
        });
        return new Cholesky(curvature(theta)).sandwich(squares);
    }

    private interface Weight {
        double of(int i, int j);
    }

    /// `Σ weight(i, j) e eᵀ` over all pairs of models.
    private double[][] laplacian(Weight weight) {
        double[][] sum = new double[models][models];
        for (int i = 0; i < models; i++) {
            for (int j = 0; j < i; j++) {
                double each = weight.of(i, j);
                sum[i][i] += each;
                sum[j][j] += each;
                sum[i][j] -= each;
                sum[j][i] -= each;
            }
        }
        return sum;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /// `ln σ(x)` without overflow.
    private static double logSigmoid(double x) {
        return Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x)));
    }
}

package llm.eval.arena;

import java.util.Arrays;

/// Ratings of the models that one [RatingGroup] rates.
///
/// @param group      the models
/// @param ratings    in points, `(models)`, in the order of `group.rated()`
/// @param covariance of the ratings, in points², `(models, models)`
record GroupRatings(RatingGroup group, double[] ratings, double[][] covariance) {

    /// The likeliest ratings; their mean is that of the scale.
    static GroupRatings of(RatingGroup group, BattleCounts counts, double ridge,
                           RatingScale scale) {
        MaximumLikelihood likelihood =
                new MaximumLikelihood(counts.among(group.rated()), ridge);
        double[] theta = likelihood.strengths();
        double points = scale.pointsPerNat();
        double[] ratings = Arrays.stream(theta).map(each -> scale.start() + points * each)
                .toArray();
        double[][] covariance = Arrays.stream(likelihood.covariance(theta))
                .map(row -> Arrays.stream(row).map(each -> points * points * each).toArray())
                .toArray(double[][]::new);
        return new GroupRatings(group, ratings, covariance);
    }

    double standardError(int i) {
        return Math.sqrt(Math.max(0, covariance[i][i]));     // rounding may fall below zero
    }

    /// Points that model `i` is ahead of model `j`. Errors that both share fall out.
    Interval difference(int i, int j) {
        double variance = covariance[i][i] + covariance[j][j] - 2 * covariance[i][j];
        return Interval.around(ratings[i] - ratings[j], Math.sqrt(Math.max(0, variance)));
    }

    /// All ratings moved so that model `fixed` has some value. It has no error then, and the error
    /// of another is that of its difference from it.
    GroupRatings anchored(int fixed, double value) {
        double shift = value - ratings[fixed];
        double[] moved = Arrays.stream(ratings).map(each -> each + shift).toArray();
        double[][] errors = new double[ratings.length][ratings.length];
        for (int i = 0; i < ratings.length; i++) {
            for (int j = 0; j < ratings.length; j++) {
                errors[i][j] = covariance[i][j] - covariance[i][fixed] - covariance[fixed][j]
                        + covariance[fixed][fixed];
            }
        }
        return new GroupRatings(group, moved, errors);
    }
}

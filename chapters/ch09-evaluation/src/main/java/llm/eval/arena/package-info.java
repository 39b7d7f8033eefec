/// Which model is better, told from battles: two models answer the same prompt, somebody says whose
/// answer is better, and many such verdicts become a leaderboard.
///
/// Dimensions: `models`, `battles`. Ratings are in points: 400 points ahead are odds of 10 to 1.
///
/// Reading order: `Battle` and `BattleFile` (verdicts), `BattleCounts` and `Tally` (who beat whom
/// how often), `RatingScale` (what points mean); `Elo` (one battle after the other);
/// `MaximumLikelihood` with `Cholesky` (all battles at once); `Reachability`, `StrongComponents`
/// and `RatingGroup` (which models can be compared at all); `ArenaRatings` with `GroupRatings`
/// (points, standard errors, predictions); `Interval` and `Bootstrap` (how far chance may have
/// moved them); `Leaderboard` (the table).
@NullMarked
package llm.eval.arena;

import org.jspecify.annotations.NullMarked;

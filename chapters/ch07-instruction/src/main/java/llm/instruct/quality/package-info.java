/// Looks at instruction data before a model does: how long the texts are, which are there twice or
/// nearly twice, and which test texts are in the training data too.
///
/// Reading order: `LengthStatistics`; `NormalText` and `Shingles` (when two texts are alike),
/// `MinHash` and `Bands` (how to find those among many), `Likeness` and `SimilarTexts` (both
/// together); `NearDuplicates` and `LeakCheck`.
@NullMarked
package llm.instruct.quality;

import org.jspecify.annotations.NullMarked;

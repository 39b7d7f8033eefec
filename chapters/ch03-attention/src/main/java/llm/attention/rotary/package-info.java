/// Rotary positions: queries and keys are rotated by an angle that grows with a token's position, so
/// that their product depends on the distance between two tokens.
///
/// Dimensions: `headDim` values in a head make `headDim / 2` pairs, each with its own frequency.
///
/// Reading order: `RotaryConfig`, `RotaryScaling` (how a context longer than in training is
/// reached), `RotaryEmbedding`.
@NullMarked
package llm.attention.rotary;

import org.jspecify.annotations.NullMarked;

/// Optimizers: how parameters follow their gradients.
///
/// Reading order: `Optimizer`, `ParameterGroup`, `Sgd`, `Adam` and `AdamW` with `AdamConfig` and
/// `Moments`, `Orthogonalizer` and `Muon` with `MuonConfig`, `GradientClip`.
@NullMarked
package llm.tensor.optim;

import org.jspecify.annotations.NullMarked;

/// Optimizers: how parameters follow their gradients.
///
/// Reading order: `Optimizer`, `Sgd`, `Adam`, `AdamW`, `GradientClip`.
@NullMarked
package llm.tensor.optim;

import org.jspecify.annotations.NullMarked;

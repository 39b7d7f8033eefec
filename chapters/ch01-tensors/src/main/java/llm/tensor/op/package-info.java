/// The operations of networks, each with formula, forward and backward side by side; those of
/// arrays are beside [llm.tensor.Tensor], and work in the same way.
///
/// An operation makes an empty result, lets the device fill it, and hands
/// [llm.tensor.Tensor#madeBy] a function from the result's gradient `g` to the gradients of the
/// inputs. `accumulate` gives that function the place where an input's gradient is written, or
/// added if there is one already. The loops behind it are in `llm.tensor.plain`.
///
/// Reading order: `LinearOp`, `Normalization`, `DropoutOp`, `CausalAttention`, `Rotary`.
@NullMarked
package llm.tensor.op;

import org.jspecify.annotations.NullMarked;

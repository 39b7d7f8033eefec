/// Appendix A, finetuning: a pretrained model learns a task.
///
/// Reading order: `FinetuneCommand`, `FinetuneClassifyCommand` with `ClassifierSettings` and
/// `LabeledParts` (what is learned from), `ClassifierRun` (the training itself).
@NullMarked
package llm.tools.finetune;

import org.jspecify.annotations.NullMarked;

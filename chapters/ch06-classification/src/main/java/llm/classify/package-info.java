/// Chapter 6, classification: a pretrained model learns to tell what kind of text it reads.
///
/// Dimensions: `batch` texts of `tokens` tokens, the shorter ones padded at the end; vectors of
/// `embDim`; `classes`.
///
/// Reading order: `Example`, `Labels`, `ClassificationDataset` (texts and their classes),
/// `TextClassifier` with `Pooling` and `Prediction` (the model), `Classification` (the objective),
/// `TrainLayers` (what of the model learns), `ConfusionMatrix` (how well it does).
@NullMarked
package llm.classify;

import org.jspecify.annotations.NullMarked;

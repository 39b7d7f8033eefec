/// Chapter 6, classification: a pretrained model learns to tell what kind of text it reads.
///
/// Dimensions: `batch` texts of `tokens` tokens, the shorter ones padded at the end; vectors of
/// `embDim`; `classes`.
///
/// Reading order: `Example`, `Labels`, `ClassificationDataset` (texts and their classes),
/// `TextClassifier` with `Pooling` and `Prediction` (the model), `Classification` (the objective),
/// `TrainLayers` (what of the model learns), `ConfusionMatrix` and `AccuracyLog` (how well it does),
/// `AdaptedClassifier` (with LoRA, in and out of files).
@NullMarked
package llm.classify;

import org.jspecify.annotations.NullMarked;

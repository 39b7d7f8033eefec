/// Chapter 6, classification: a pretrained model learns to tell what kind of text it reads.
///
/// Dimensions: `batch` texts of `tokens` tokens, the shorter ones padded at the end; vectors of
/// `embDim`; `classes`.
///
/// Reading order: `Example`, `LabeledTable` with `LabeledFile` and `LabeledSplit` (texts to look at
/// and to prepare), `Labels`, `ClassificationDataset` with `ClassificationBatch` and `LengthChart`
/// (texts as token ids), `TextClassifier` with `Pooling` and `Prediction` (the model),
/// `Classification` (the objective), `TrainLayers` (what of the model learns), `ConfusionMatrix` and
/// `AccuracyLog` (how well it does), `NGrams`, `TfIdf`, `LogisticRegression` and `PairedDifference`
/// (the baseline, and what it is worth to beat it), `AdaptedClassifier` (with LoRA, in and out of
/// files).
@NullMarked
package llm.classify;

import org.jspecify.annotations.NullMarked;

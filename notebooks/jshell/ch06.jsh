// Chapter 6 in JShell: a small language model learns to tell spam, with adapters. About a minute,
// and another one the first time, while the language model is made.
// Start it with:  ./llm jshell ch06 notebooks/jshell/ch06.jsh
import llm.pretrain.folder.*;
import llm.spam.*;
import llm.tensor.optim.*;

// Messages to learn from, and messages of other kinds to be tested on; as many of each class.
LabeledTable messages(Split part, int count) {
    return LabeledTable.of(SpamGenerator.of(2026).messages(part, count).stream()
        .map(message -> new Example(message.text(), message.label().word())).toList())
        .distinct().balanced(1);
}
LabeledTable training = messages(Split.TRAIN, Scale.choose(3_000, 600));
LabeledTable test = messages(Split.TEST, Scale.choose(1_500, 600));
IO.println(training.counts());
IO.println(training.lengths());

// The classifier: a language model with a new head of two rows.
int pretraining = Scale.choose(600, 40);
Labels labels = Labels.of("ham", "spam");
TextClassifier classifier = TextClassifier.of(SmallModel.load(pretraining), labels,
    new RandomState(1));
DecoderModel model = classifier.model();
ClassificationDataset trainingSet = ClassificationDataset.of(classifier, training.examples());
ClassificationDataset testSet = ClassificationDataset.of(classifier, test.examples());

/// How likely the model holds a text for spam, in percent.
String spam(String text) {
    return "%.0f %% spam: %s".formatted(100 * classifier.predict(text).byLabel().get("spam"), text);
}
IO.println(spam("You have won a prize! Text WIN to 80086"));

// Adapters of rank 8, and the head. Change the rank; or no adapters, and TrainLayers.LAST_BLOCK.
Lora lora = Lora.add(model, LoraConfig.of(8, 16), new RandomState(1));
TrainLayers.LORA.choose(model);
IO.println("%,d of %,d parameters learn".formatted(
    model.trainableParameters().values().stream().mapToLong(Tensor::elements).sum(),
    model.parameterCount()));

// Train.
int steps = Scale.choose(93, 18);
Trainer<ClassificationBatch> trainer = new Trainer<>(Learner.of(model,
        Pretraining.optimizer(model, AdamConfig.LANGUAGE_MODEL, 0.1), model.random(),
        model.config()), Classification.of(classifier),
    TrainingData.only(new DataLoader<>(trainingSet, BatchOrder.shuffled(16, 1))),
    TrainingConfig.of(LearningRateSchedule.of(1e-2, steps / 10, steps)));
try (var progress = Show.progress("Training", steps)) {
    trainer.run(new TrainingListener() {
        @Override public void onStep(TrainingLog.Row row) {
            progress.reached(row.step(), "loss %.2f".formatted(row.trainingLoss()));
        }
    });
}

// How good is it, beside logistic regression over n-grams?
ConfusionMatrix confusion = ConfusionMatrix.of(classifier, testSet);
IO.println(confusion);
LogisticRegression baseline = LogisticRegression.fit(training.examples(), 1_000);
IO.println("the baseline: %.1f %% right".formatted(100 * baseline.accuracy(test.examples())));
check("it has learned something", confusion.accuracy() > 0.6);
IO.println(spam("You have won a prize! Text WIN to 80086"));
IO.println(spam("See you at lunch"));

IO.println("\nTry: spam(\"your own message\"), trainer.log().table(), lora.merge()");

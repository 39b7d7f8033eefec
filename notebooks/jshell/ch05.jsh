// Chapter 5 in JShell: train a small GPT on stories, and let it write. About a minute.
// Start it with:  ./llm jshell ch05 notebooks/jshell/ch05.jsh
import llm.tales.*;
import llm.tensor.optim.*;

// The stories in two parts, cut into tokens of a vocabulary made for them.
List<String> training = TaleCorpus.sample().stories(Split.TRAIN).toList();
List<String> validation = TaleCorpus.sample().stories(Split.VALIDATION).toList();
BpeTokenizer tokenizer = BpeTrainer.ofSize(1_024).train(training);

/// Batches of 4 windows of 128 tokens.
DataLoader<Batch> loader(List<String> stories, BatchOrder order) {
    String text = stories.stream().map(s -> s + Tale.SEPARATOR).collect(Collectors.joining());
    int[] ids = tokenizer.encode(text, SpecialTokens.allowAll());
    return new DataLoader<>(new TokenDataset(TokenSequence.of(ids), 128, 128), order);
}
DataLoader<Batch> trainingData = loader(training, BatchOrder.shuffled(4, 3));
DataLoader<Batch> validationData = loader(validation, BatchOrder.inOrder(4));

// The model knows nothing yet: its loss is about ln 1024 = 6.93.
DecoderModel model = new DecoderModel(GptConfig.of(1_024, 128, 128, 4, 2), 7);
IO.println("loss before: %.2f".formatted(Evaluation.meanLoss(model,
    new NextToken(model), validationData)));

/// Continues a prompt; another seed tells another story.
String write(String prompt, long seed) {
    Sampler sampler = new Sampler(false, List.of(new Temperature(0.8), new TopK(40)));
    model.eval();
    int end = tokenizer.endOfText().orElseThrow();
    return prompt + tokenizer.decode(new Generation(model, sampler, 100, Set.of(end))
        .generate(tokenizer.encode(prompt), new Random(seed)));
}
IO.println("it writes:   " + write("Once there lived", 1));

// Train. Change the schedule, or the steps, and run these lines again with a new model.
int steps = Scale.choose(600, 40);
Trainer<Batch> trainer = Pretraining.trainer(model,
    new TrainingData<>(trainingData, validationData),
    TrainingConfig.of(new LearningRateSchedule(6e-3, 6e-4, steps / 10, steps)));
try (var progress = Show.progress("Training", steps)) {
    trainer.run(new TrainingListener() {
        @Override public void onStep(TrainingLog.Row row) {
            progress.reached(row.step(), "loss %.2f".formatted(row.trainingLoss()));
        }
    });
}
double loss = trainer.log().rows().getLast().validationLoss();
IO.println("loss after:  %.2f, perplexity %.1f".formatted(loss, Evaluation.perplexity(loss)));
check("it has learned something", loss < 6);
IO.println("it writes:   " + write("Once there lived", 1));

IO.println("\nTry: write(\"One day\", 2), trainer.log().table(), trainer.requestStop()");

// Chapter 8 in JShell: a model that is right four times in ten, and what rewards make of it. Two
// minutes, and one more the first time. Start it:  ./llm jshell ch08 notebooks/jshell/ch08.jsh
import llm.instructions.Split;
import llm.pretrain.folder.PretrainedModel;
import llm.puzzles.*;

PretrainedModel base = SmallModel.load(Scale.choose(600, 40));
DecoderModel model = base.model();
Tokenizer tokenizer = base.tokenizer().orElseThrow();
PromptFormat layout = PlainFormat.SHORT;

// Numbers to put in order; of the demonstrations only four in ten are right.
PuzzleGenerator puzzles = PuzzleGenerator.of(1, 3, 5);
int count = Scale.choose(4_000, 400);
List<Instruction> demonstrations = puzzles.demonstrations(Split.TRAIN, count, 0.4).stream()
    .map(each -> Instruction.of(each.instruction(), each.output())).toList();
List<Instruction> questions(Split split, int count) {
    return puzzles.puzzles(split, count).stream()
        .map(each -> Instruction.of(each.instruction(), each.output())).toList();
}
List<Instruction> test = questions(Split.TEST, Scale.choose(200, 16));

/// Trains the model on batches of any kind, and says what `told` makes of a step.
<B> void train(String name, Objective<B> objective, BatchSource<B> batches, Optimizer optimizer,
               double rate, int steps, Function<TrainingLog.Row, String> told) {
    var trainer = new Trainer<>(Learner.of(model, optimizer, model.random(), model.config()),
        objective, TrainingData.only(batches),
        TrainingConfig.of(LearningRateSchedule.of(rate, Math.max(1, steps / 20), steps)));
    try (var progress = Show.progress(name, steps)) {
        trainer.run(new TrainingListener() {
            @Override public void onStep(TrainingLog.Row row) {
                progress.reached(row.step(), told.apply(row));
            }
        });
    }
    model.eval();
}

// First the demonstrations, as in chapter 7.
InstructionDataset data = new InstructionDataset(demonstrations, layout, tokenizer,
    new InstructionDataset.Options(model.contextLength(), Masking.PROMPT));
train("Demonstrations", new NextToken(model), new DataLoader<>(data, BatchOrder.shuffled(32, 1)),
    Recipe.MODERN.optimizer(model, AdamConfig.LANGUAGE_MODEL, 0.1), 0.02, Scale.choose(85, 20),
    row -> "loss %.2f".formatted(row.trainingLoss()));

// Answers by chance, what a rule says of them, and of how many of the test the rule says so.
GroupSampler sampler = new GroupSampler(model, tokenizer, layout, Sampler.atTemperature(1), 12);
Reward reward = AnswerRule.EXACT;
double right(Sampler by) {
    return new PolicyEvaluation(sampler.with(by), test, AnswerRule.EXACT, 1).meanReward();
}
IO.println("before: %.2f".formatted(right(Sampler.atTemperature(1))));

// GRPO. Change the reward, the group, the form or the rate, and run everything again.
Metrics metrics = new Metrics();
Grpo grpo = new Grpo(model, null, new GrpoLoss(GrpoLoss.Form.GRPO, ClippedRatio.USUAL, 0, 12),
    GroupAdvantages.USUAL, Grpo.Schedule.ONCE, null, metrics);
train("GRPO", grpo, new RolloutSource<>(new DataLoader<>(new PromptDataset(questions(Split.TRAIN,
    count)), BatchOrder.shuffled(16, 1)), sampler, RolloutSource.Options.of(8, reward, 1),
    grpo::batches, metrics), Pretraining.optimizer(model, AdamConfig.LANGUAGE_MODEL, 0), 4e-4,
    Scale.choose(50, 6), row -> "reward %.2f".formatted(metrics.take().get("reward")));
double after = right(Sampler.atTemperature(1));
IO.println("after:  %.2f".formatted(after));
if (Scale.isFull()) check("rewards have taught it to sort", after > 0.7);

IO.println("\nTry: sampler.sample(test.subList(0, 1), 4, 7).forEach(each -> IO.println("
    + "each.response().answer()))");

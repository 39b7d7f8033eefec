// Chapter 9 in JShell: questions with choices in several ways, and an arena. A minute, and one more
// the first time. Start it with:  ./llm jshell ch09 notebooks/jshell/ch09.jsh
import llm.choices.*;
import llm.instructions.Split;
import llm.pretrain.folder.PretrainedModel;

PretrainedModel base = SmallModel.load(Scale.choose(600, 40));
DecoderModel model = base.model();
Tokenizer tokenizer = base.tokenizer().orElseThrow();

// Questions with four choices, of three subjects; ChoiceGenerator.subjects() names all.
List<String> subjects = List.of("opposite", "past_tense", "category");
List<ChoiceQuestion> questions(Split split, int count) {
    List<ChoiceQuestion> all = new ArrayList<>();
    for (String subject : subjects) {
        for (Choices each : ChoiceGenerator.of(1).questions(subject, split, count)) {
            all.add(new ChoiceQuestion(subject, all.size(), each.question(), each.choices(),
                each.answer()));
        }
    }
    return all;
}

// Teach the model to answer in words. Take ChoicePrompt.LETTER here, and run everything again.
ChoicePrompt taught = ChoicePrompt.CONTINUATION;
List<Instruction> lessons = questions(Split.TRAIN, Scale.choose(400, 30)).stream().map(question -> {
    String prompt = taught.of(question, List.of());
    return Instruction.of(prompt.substring(0, prompt.length() - "\nAnswer:".length()),
        taught.continuations(question).get(question.answer()).strip());
}).toList();
InstructionDataset data = new InstructionDataset(lessons, PlainFormat.SHORT, tokenizer,
    new InstructionDataset.Options(model.contextLength(), Masking.PROMPT));
int steps = Scale.choose(300, 10);
Trainer<Batch> trainer = Pretraining.trainer(model,
    Recipe.MODERN.optimizer(model, AdamConfig.LANGUAGE_MODEL, 0.1),
    TrainingData.only(new DataLoader<>(data, BatchOrder.shuffled(16, 1))),
    TrainingConfig.of(Recipe.MODERN.schedule(0.02, steps / 20, steps)));
try (var progress = Show.progress("Learning to answer", steps)) {
    trainer.run(new TrainingListener() {
        @Override public void onStep(TrainingLog.Row row) {
            progress.reached(row.step(), "loss %.2f".formatted(row.trainingLoss()));
        }
    });
}
model.eval();

// One model, several scores.
List<ChoiceQuestion> test = questions(Split.TEST, Scale.choose(60, 4));
ChoiceResults results(ChoicePrompt form, ChoiceNorm norm) {
    ChoiceScorer scorer = new ChoiceScorer(model, tokenizer, form);
    return ChoiceResults.of(test.stream().map(q -> scorer.score(q, List.of())).toList(), norm);
}
for (ChoicePrompt form : ChoicePrompt.values()) {
    IO.println(form.word() + "  " + results(form, ChoiceNorm.SUM).all());
}
if (Scale.isFull()) {
    check("the texts know more than the letters",
        results(taught, ChoiceNorm.SUM).all().accuracy()
            > results(ChoicePrompt.LETTER, ChoiceNorm.SUM).all().accuracy() + 0.2);
}

// An arena: add battles, and see who can be rated and how sure that is.
List<Battle> battles = new ArrayList<>(List.of(Battle.won("ash", "birch"),
    Battle.won("birch", "cedar"), Battle.won("cedar", "ash"), Battle.won("ash", "elm")));
IO.println(Leaderboard.of(battles));
check("who has won no battle has no rating", !ArenaRatings.of(battles).rates("elm"));

IO.println("\nTry: battles.add(Battle.won(\"elm\", \"ash\")), Leaderboard.of(battles), "
    + "Bootstrap.of(BattleCounts.of(battles), 200, 1)");

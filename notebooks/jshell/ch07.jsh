// Chapter 7 in JShell: make an assistant of a small model, and ask it. A minute, and one more the
// first time. Start it with:  ./llm jshell ch07 notebooks/jshell/ch07.jsh
import llm.instructions.*;
import llm.pretrain.folder.PretrainedModel;

// A model that has read stories and messages. It goes on with a text, and that is all.
PretrainedModel base = SmallModel.load(Scale.choose(600, 40));
DecoderModel model = base.model();
Tokenizer tokenizer = base.tokenizer().orElseThrow();

// Instructions with answers, in Alpaca's three fields, of six kinds that are soon learned. Phrasings
// and names of the test are its own.
Set<Kind> kinds = EnumSet.of(Kind.OPPOSITE, Kind.PAST_TENSE, Kind.CATEGORY, Kind.NAME_SOME,
    Kind.COUNT_WORD, Kind.CONTAINS);
List<Entry> entries(Split split, int count) {
    return InstructionGenerator.of(1).entries(split, 4 * count).stream()
        .filter(entry -> kinds.contains(entry.kind())).toList();
}
List<Entry> test = entries(Split.TEST, Scale.choose(240, 24));
List<Instruction> instructions(List<Entry> entries) {
    return entries.stream()
        .map(e -> new Instruction(e.instruction(), e.input(), e.output())).toList();
}
List<Instruction> training = instructions(entries(Split.TRAIN, Scale.choose(6_400, 480)));
IO.println(LengthStatistics.table(training, text -> tokenizer.encode(text).length));

// Rows of prompt, answer and one end token; the prompt is masked.
InstructionDataset data = new InstructionDataset(training, PlainFormat.PHI3, tokenizer,
    new InstructionDataset.Options(model.contextLength(), Masking.PROMPT));
IO.println(data);

/// What the model answers to a question.
String ask(String question) {
    Response response = new Assistant(model, tokenizer, PlainFormat.PHI3, AnswerOptions.greedy(40))
        .answer(Instruction.of(question, ""));
    return response.answer() + (response.stopped() ? "" : " …");
}
/// Right answers to the test's questions, by kind.
InstructionScore score() {
    Responses responses = new Assistant(model, tokenizer, PlainFormat.PHI3,
        AnswerOptions.greedy(40)).answer(instructions(test));
    return InstructionScore.of(test, responses.answers(), responses.stopped());
}
IO.println("before: " + ask("What is the opposite of first?"));

// Train. Change the rate, the mask or the layout, and run everything again.
int steps = Scale.choose(400, 20);
Trainer<Batch> trainer = Pretraining.trainer(model,
    Recipe.MODERN.optimizer(model, AdamConfig.LANGUAGE_MODEL, 0.1),
    TrainingData.only(new DataLoader<>(data, BatchOrder.shuffled(16, 1))),
    TrainingConfig.of(Recipe.MODERN.schedule(0.02, steps / 20, steps)));
try (var progress = Show.progress("Finetuning", steps)) {
    trainer.run(new TrainingListener() {
        @Override public void onStep(TrainingLog.Row row) {
            progress.reached(row.step(), "loss %.2f".formatted(row.trainingLoss()));
        }
    });
}
model.eval();
List<TrainingLog.Row> rows = trainer.log().rows();
check("it has learned something",
    rows.getLast().trainingLoss() < rows.getFirst().trainingLoss() - 1);
IO.println("after:  " + ask("What is the opposite of first?"));
IO.println(score());

IO.println("\nTry: ask(\"Name two colours.\"), trainer.log().table(), data.rows().get(0)");

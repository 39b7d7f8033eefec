package llm.tools.tour;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import llm.instruct.AnswerOptions;
import llm.instruct.Assistant;
import llm.instruct.Instruction;
import llm.instruct.Responses;
import llm.instructions.Accuracy;
import llm.instructions.Entry;
import llm.instructions.InstructionGenerator;
import llm.instructions.InstructionScore;
import llm.instructions.Kind;
import llm.instructions.Split;
import llm.pretrain.folder.LoadOptions;
import llm.tensor.backend.DType;
import llm.tools.cli.Progress;
import llm.tools.finetune.FinetuningFolder;
import llm.tools.finetune.InstructionParts;
import llm.tools.finetune.InstructionRun;
import llm.tools.finetune.InstructionSettings;
import llm.tools.train.TrainingSettings;
import llm.train.StagedFolder;

/// The model of stories learns to do what it is asked.
final class InstructStage implements TourStage {
    private static final int INSTRUCTIONS = 16_000;
    private static final int VALIDATION = 240;
    private static final int TEST = 480;                     // twenty of each kind
    private static final int LEAST_TEST = 48;                // where there are few steps
    private static final int BATCH = 16;
    private static final int STEPS = 1_200;
    private static final double LEARNING_RATE = 0.02;
    private static final double WEIGHT_DECAY = 0.1;
    private static final int MOST_TOKENS = 40;

    /// The result; shares of test instructions between 0 and 1.
    ///
    /// @param before   answered right before the training
    /// @param accuracy answered right after it
    /// @param stopped  answers that the model ended itself, after it
    /// @param kinds    answered right after it, by kind
    record Followed(double before, double accuracy, double stopped, Map<String, Double> kinds,
                    int instructions, int steps, double seconds) {}

    @Override
    public String name() {
        return "instruct";
    }

    @Override
    public Outcome run(Settings settings, Narrator narrator) throws IOException {
        settings.requireRoom(1);
        double start = narrator.seconds();
        narrator.part("Instructions", "The model of stories learns from tasks with answers: "
                + "opposites, counting, sorting, questions about a story.");
        Path folder = settings.out().resolve("assistant");
        if (Files.exists(folder)) {
            StagedFolder.delete(folder);                     // what an earlier tour has left
        }
        InstructionGenerator generator = InstructionGenerator.of(settings.seed());
        int steps = settings.steps() == null ? STEPS : Math.min(STEPS, settings.steps());
        List<Entry> test = generator.entries(Split.TEST, Math.clamp(steps, LEAST_TEST, TEST));
        InstructionSettings how = InstructionSettings.modern(settings.model(),
                TrainingSettings.of(BATCH, steps, LEARNING_RATE, WEIGHT_DECAY)
                        .withSeed(settings.seed()));
        InstructionRun run = new InstructionRun(how,
                new InstructionParts(instructions(generator.entries(Split.TRAIN, INSTRUCTIONS)),
                        instructions(generator.entries(Split.VALIDATION, VALIDATION)),
                        instructions(test)),
                LoadOptions.of(DType.F32).telling(_ -> { }), folder);
        narrator.fact("instructions", "%,d of %d kinds".formatted(INSTRUCTIONS,
                Kind.values().length));
        Responses before = ask(run, test, narrator);
        narrator.fact("before", told(score(test, before)));
        try (Progress progress = narrator.progress("Training", "steps", steps)) {
            run.train(progress);
        }
        run.save();
        new FinetuningFolder(folder).writeSettings(how);     // who asks must know the format
        Responses after = ask(run, test, narrator);
        InstructionScore score = score(test, after);
        narrator.fact("after", told(score));
        InstructSection section = new InstructSection(score(test, before).total(), score, before,
                after, test, Files.readString(folder.resolve("loss.svg")));
        return new Outcome(result(score(test, before), score, steps, narrator.seconds() - start),
                section.html());
    }

    private static Followed result(InstructionScore before, InstructionScore after, int steps,
                                   double seconds) {
        Map<String, Double> kinds = new LinkedHashMap<>();
        after.kinds().forEach((kind, accuracy) -> kinds.put(kind.label(), accuracy.share()));
        return new Followed(before.total().share(), after.total().share(),
                after.stopped().share(), kinds, INSTRUCTIONS, steps, seconds);
    }

    private static List<Instruction> instructions(List<Entry> entries) {
        return entries.stream().map(entry -> new Instruction(entry.instruction(), entry.input(),
                entry.output())).toList();
    }

    private static Responses ask(InstructionRun run, List<Entry> test, Narrator narrator) {
        Assistant assistant = run.assistant();
        try (Progress progress = narrator.progress("Asking", "questions", test.size())) {
            int[] asked = new int[1];
            return new Assistant(assistant.model(), assistant.tokenizer(), assistant.format(),
                    AnswerOptions.greedy(MOST_TOKENS)).answer(instructions(test),
                    _ -> progress.reached(++asked[0], ""));
        }
    }

    private static InstructionScore score(List<Entry> test, Responses responses) {
        return InstructionScore.of(test, responses.answers(), responses.stopped());
    }

    private static String told(InstructionScore score) {
        Accuracy total = score.total();
        return String.format(Locale.ROOT, "%.1f %% answered right (%.1f to %.1f), %.1f %% of the "
                + "answers ended by the model", 100 * total.share(), 100 * total.low(),
                100 * total.high(), 100 * score.stopped().share());
    }
}

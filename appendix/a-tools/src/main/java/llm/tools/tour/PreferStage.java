package llm.tools.tour;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import llm.instruct.AnswerOptions;
import llm.instruct.Assistant;
import llm.instruct.Instruction;
import llm.instruct.Responses;
import llm.instructions.Split;
import llm.preference.DpoLoss;
import llm.preference.LogProb;
import llm.preference.PreferencePair;
import llm.preferences.Comparison;
import llm.preferences.Preference;
import llm.preferences.PreferenceGenerator;
import llm.pretrain.folder.LoadOptions;
import llm.tensor.backend.DType;
import llm.tools.cli.Progress;
import llm.tools.finetune.AssistantSettings;
import llm.tools.finetune.FinetuningFolder;
import llm.tools.finetune.InstructionParts;
import llm.tools.finetune.InstructionRun;
import llm.tools.finetune.InstructionSettings;
import llm.tools.preference.LearnedPreferences;
import llm.tools.preference.PreferRun;
import llm.tools.preference.PreferSettings;
import llm.tools.preference.PreferenceParts;
import llm.tools.train.TrainingSettings;
import llm.train.StagedFolder;

/// The assistant learns to reply, as politely and as rudely as people do, and then which of two
/// replies is liked better.
final class PreferStage implements TourStage {
    private static final int PAIRS = 1_600;
    private static final int VALIDATION = 100;
    private static final int TEST = 200;
    private static final int LEAST_TEST = 20;                // where there are few steps
    private static final int BATCH = 8;
    private static final int REPLY_BATCH = 16;
    private static final int REPLY_STEPS = 150;
    private static final double REPLY_RATE = 0.01;
    private static final int STEPS = 120;
    private static final double LEARNING_RATE = 5e-5;
    private static final double BETA = 0.3;                // dear enough to keep its language
    private static final int SHOWN = 8;                      // questions
    private static final int MOST_TOKENS = 40;

    /// The result; shares of test pairs between 0 and 1.
    ///
    /// @param before   pairs whose polite answer was the likelier one before the training
    /// @param accuracy pairs whose polite answer has gained more than the rude one, after it
    /// @param margin   by how much, as an implicit reward
    record Preferred(double before, double accuracy, double margin, int pairs, int steps,
                     double seconds) {}

    @Override
    public String name() {
        return "prefer";
    }

    @Override
    public Outcome run(Settings settings, Narrator narrator) throws IOException {
        settings.requireRoom(2);                             // of replies, then of preferences
        double start = narrator.seconds();
        narrator.part("Preferences", "The assistant learns to reply, politely or rudely, and then "
                + "from pairs of replies: a polite one that was chosen, a rude one that was not.");
        Path folder = fresh(settings.out().resolve("polite"));
        int steps = settings.steps() == null ? STEPS : Math.min(STEPS, settings.steps());
        PreferenceParts parts = parts(settings, Math.clamp(steps, LEAST_TEST, TEST));
        AssistantSettings base = AssistantSettings.of(replying(settings, parts, narrator));
        PreferSettings how = new PreferSettings(base, DpoLoss.of(BETA), LogProb.SUM,
                TrainingSettings.of(BATCH, steps, LEARNING_RATE, 0).withSeed(settings.seed()));
        PreferRun run = new PreferRun(how, parts, LoadOptions.of(DType.F32).telling(_ -> { }), new FinetuningFolder(folder),
                narrator::progress);
        double before = run.chosenLikelier();
        narrator.fact("before", String.format(Locale.ROOT,
                "the polite answer is the likelier one in %.1f %% of the pairs", 100 * before));
        List<PreferencePair> shown = parts.test().subList(0, SHOWN);
        Responses first = ask(run, shown);
        try (Progress progress = narrator.progress("Training", "steps", steps)) {
            run.train(progress);
        }
        LearnedPreferences learned = run.save();
        new FinetuningFolder(folder).writeSettings(how);     // who asks must know the format
        narrator.fact("after", "told apart " + learned.test());
        PreferSection section = new PreferSection(before, learned.test(), shown, first,
                ask(run, shown), Files.readString(folder.resolve("rewards.svg")));
        return new Outcome(new Preferred(before, learned.test().accuracy(),
                learned.test().margin(), parts.training().size(), steps,
                narrator.seconds() - start), section.html());
    }

    /// An empty place for what an earlier tour may have left already.
    private static Path fresh(Path folder) throws IOException {
        if (Files.exists(folder)) {
            StagedFolder.delete(folder);
        }
        return folder;
    }

    /// The assistant after it has learned to reply: half of what it learns from is rude.
    private static Path replying(Settings settings, PreferenceParts parts, Narrator narrator)
            throws IOException {
        Path folder = fresh(settings.out().resolve("replies"));
        int steps = settings.steps() == null ? REPLY_STEPS
                : Math.min(REPLY_STEPS, settings.steps());
        InstructionRun run = new InstructionRun(InstructionSettings.modern(settings.assistant(),
                TrainingSettings.of(REPLY_BATCH, steps, REPLY_RATE, 0)
                        .withSeed(settings.seed())),
                new InstructionParts(replies(parts.training()), replies(parts.validation()),
                        replies(parts.test())),
                LoadOptions.of(DType.F32).telling(_ -> { }), folder);
        try (Progress progress = narrator.progress("Learning to reply", "steps", steps)) {
            run.train(progress);
        }
        run.save();
        return folder;
    }

    private static List<Instruction> replies(List<PreferencePair> pairs) {
        return pairs.stream().flatMap(pair -> Stream.of(pair.better(), pair.worse())).toList();
    }

    private static PreferenceParts parts(Settings settings, int test) {
        PreferenceGenerator generator = PreferenceGenerator.of(Preference.POLITE, settings.seed());
        return new PreferenceParts(pairs(generator.pairs(Split.TRAIN, PAIRS)),
                pairs(generator.pairs(Split.VALIDATION, VALIDATION)),
                pairs(generator.pairs(Split.TEST, test)));
    }

    private static List<PreferencePair> pairs(List<Comparison> comparisons) {
        return comparisons.stream().map(each -> new PreferencePair(each.instruction(), each.input(),
                each.chosen(), each.rejected())).toList();
    }

    private static Responses ask(PreferRun run, List<PreferencePair> pairs) {
        List<Instruction> questions = pairs.stream().map(PreferencePair::better).toList();
        return new Assistant(run.policy().model(), run.policy().tokenizer(), run.policy().format(),
                AnswerOptions.greedy(MOST_TOKENS)).answer(questions);
    }
}

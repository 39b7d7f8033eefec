package llm.tools.preference;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import llm.preference.RewardLoss;
import llm.tools.cli.Bounds;
import llm.tools.finetune.AssistantOptions;
import llm.tools.finetune.BaseOptions;
import llm.tools.finetune.FinetuneFlow;
import llm.tools.finetune.FinetuningFolder;
import llm.tools.train.TrainingOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Teaches a model to score answers.
@Command(
        name = "reward",
        header = "Teach a model to score answers (a reward model).",
        synopsisHeading = "Usage: ",
        optionListHeading = "%nOptions:%n",
        description = {"", "Learns from pairs of answers to the same prompt, JSON objects with "
                + "instruction and input (or prompt), chosen and rejected. Writes a folder of a "
                + "…ForSequenceClassification with one label, the log as CSV, metrics as JSON "
                + "Lines, and curves as pictures. Ctrl-C saves; --resume goes on."},
        footer = {"", "Example:",
                "  ./llm finetune reward --model out/tour/assistant \\",
                "      --data datasets/preferences/right.json --out out/reward"})
public final class FinetuneRewardCommand
        implements Callable<Integer>, FinetuneFlow.Task<LearnedPreferences> {
    private static final TrainingOptions.Usual USUAL = new TrainingOptions.Usual(8, 1, 1e-4, 0);

    @Mixin
    private FinetuneFlow flow = new FinetuneFlow();

    @Mixin
    private AssistantOptions assistant = new AssistantOptions();

    @Bounds(from = 0, to = 1e6)
    @Option(names = "--centering", paramLabel = "C",
            description = "How strongly rewards are kept near 0 (default 0).")
    private @Nullable Double centering;

    @Override
    public Integer call() throws IOException {
        return flow.run(this);
    }

    @Override
    public String word() {
        return "reward";
    }

    @Override
    public void requireSource() {
        assistant.requireSource();
        new RewardLoss(centering());
    }

    private double centering() {
        return centering == null ? 0 : centering;
    }

    private RewardRun.Settings settings(PreferenceParts parts) {
        return new RewardRun.Settings(assistant.settings(), centering(),
                assistant.training().settings(USUAL, parts.training().size()));
    }

    @Override
    public RewardRun begin(FinetuningFolder folder, PrintWriter err) throws IOException {
        PreferenceParts parts = PreferenceParts.of(assistant.data(),
                assistant.training().seed(), err);
        RewardRun.Settings settings = settings(parts);
        RewardRun run = run(settings, parts, folder, err);
        parts.write(folder.data());
        folder.writeSettings(settings);
        return run;
    }

    @Override
    public Optional<LearnedPreferences> completed(FinetuningFolder folder) throws IOException {
        RewardRun.Settings stored = folder.settings(RewardRun.Settings.class);
        assistant.requireAgreement(stored.base());
        TrainingOptions.requireSame("--centering", centering, stored.centering());
        assistant.training().requireAgreement(stored.training(), assistant.training().settings(
                USUAL, PreferenceParts.read(folder.data()).training().size()));
        return folder.result(LearnedPreferences.class);
    }

    @Override
    public RewardRun open(FinetuningFolder folder, PrintWriter err) throws IOException {
        return run(folder.settings(RewardRun.Settings.class), PreferenceParts.read(folder.data()),
                folder, err);
    }

    private static RewardRun run(RewardRun.Settings settings, PreferenceParts parts,
                                 FinetuningFolder folder, PrintWriter err) throws IOException {
        return new RewardRun(settings, parts,
                BaseOptions.loadOptions(settings.base().dtype(), err), folder);
    }
}

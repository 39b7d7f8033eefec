package llm.tools.preference;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import llm.tools.finetune.BaseOptions;
import llm.tools.finetune.FinetuneFlow;
import llm.tools.finetune.FinetuningFolder;
import llm.tools.finetune.InstructionParts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Lets a model learn what a reward model likes.
@Command(
        name = "ppo",
        header = "Let a model learn what a reward model likes (PPO).",
        synopsisHeading = "Usage: ",
        optionListHeading = "%nOptions:%n",
        description = {"", "Lets the model answer prompts, scores the answers with --reward-model, "
                + "and makes tokens likelier after which it went better than a critic had "
                + "expected; the KL to the model as it began has a price. Prompts are JSON in the "
                + "fields of Alpaca. Without --reward-model the rule is the reward. Writes a model "
                + "folder, the log as CSV, metrics as JSON Lines, and curves as pictures. Ctrl-C "
                + "saves; --resume goes on."},
        footer = {"", "Examples:",
                "  ./llm finetune instruct --model out/tour/model \\",
                "      --data datasets/puzzles/demonstrations.json --out out/sorter",
                "  ./llm data make preferences --set sorted --out out/sorted",
                "  ./llm finetune reward --model out/sorter --data out/sorted \\",
                "      --out out/reward",
                "  ./llm finetune ppo --model out/sorter --reward-model out/reward \\",
                "      --data datasets/puzzles/puzzles.json --out out/pleaser"})
public final class FinetunePpoCommand
        implements Callable<Integer>, FinetuneFlow.Task<LearnedPolicy> {
    @Mixin
    private FinetuneFlow flow = new FinetuneFlow();

    @Mixin
    private PpoOptions options = new PpoOptions();

    @Override
    public Integer call() throws IOException {
        return flow.run(this);
    }

    @Override
    public String word() {
        return "ppo";
    }

    @Override
    public void requireSource() {
        options.requireSource();
    }

    @Override
    public PpoRun begin(FinetuningFolder folder, PrintWriter err) throws IOException {
        InstructionParts prompts = InstructionParts.of(options.data(), options.seed());
        PpoSettings settings = options.settings(prompts.training().size());
        prompts.write(folder.data());
        LearningPolicy.forget(folder.data());
        PpoRun run = run(settings, prompts, folder, err);
        folder.writeSettings(settings);
        return run;
    }

    @Override
    public Optional<LearnedPolicy> completed(FinetuningFolder folder) throws IOException {
        options.requireAgreement(folder.settings(PpoSettings.class),
                InstructionParts.read(folder.data()).training().size());
        return folder.result(LearnedPolicy.class);
    }

    @Override
    public PpoRun open(FinetuningFolder folder, PrintWriter err) throws IOException {
        return run(folder.settings(PpoSettings.class), InstructionParts.read(folder.data()),
                folder, err);
    }

    private static PpoRun run(PpoSettings settings, InstructionParts prompts,
                              FinetuningFolder folder, PrintWriter err) throws IOException {
        return new PpoRun(settings, prompts,
                BaseOptions.loadOptions(settings.base().dtype(), err), folder);
    }
}

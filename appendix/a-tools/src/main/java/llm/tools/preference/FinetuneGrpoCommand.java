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

/// Lets a model learn from rewards that can be checked.
@Command(
        name = "grpo",
        header = "Let a model learn from rewards (GRPO).",
        synopsisHeading = "Usage: ",
        optionListHeading = "%nOptions:%n",
        description = {"", "Lets the model answer each prompt several times, rewards right "
                + "answers, and makes what was better than the rest of its group likelier. Prompts "
                + "are JSON in the fields of Alpaca; output is the right answer. Writes a model "
                + "folder, the log as CSV, metrics as JSON Lines, and curves as pictures. Ctrl-C "
                + "saves; --resume goes on."},
        footer = {"", "Examples:",
                "  ./llm finetune instruct --model out/tour/model \\",
                "      --data datasets/puzzles/demonstrations.json --out out/sorter",
                "  ./llm finetune grpo --model out/sorter \\",
                "      --data datasets/puzzles/puzzles.json --check words \\",
                "      --out out/better-sorter"})
public final class FinetuneGrpoCommand
        implements Callable<Integer>, FinetuneFlow.Task<LearnedPolicy> {
    @Mixin
    private FinetuneFlow flow = new FinetuneFlow();

    @Mixin
    private GrpoOptions options = new GrpoOptions();

    @Override
    public Integer call() throws IOException {
        return flow.run(this);
    }

    @Override
    public String word() {
        return "grpo";
    }

    @Override
    public void requireSource() {
        options.requireSource();
    }

    @Override
    public GrpoRun begin(FinetuningFolder folder, PrintWriter err) throws IOException {
        InstructionParts prompts = InstructionParts.of(options.data(), options.seed());
        GrpoSettings settings = options.settings(prompts.training().size());
        prompts.write(folder.data());
        LearningPolicy.forget(folder.data());
        GrpoRun run = run(settings, prompts, folder, err);
        folder.writeSettings(settings);
        return run;
    }

    @Override
    public Optional<LearnedPolicy> completed(FinetuningFolder folder) throws IOException {
        options.requireAgreement(folder.settings(GrpoSettings.class),
                InstructionParts.read(folder.data()).training().size());
        return folder.result(LearnedPolicy.class);
    }

    @Override
    public GrpoRun open(FinetuningFolder folder, PrintWriter err) throws IOException {
        return run(folder.settings(GrpoSettings.class), InstructionParts.read(folder.data()),
                folder, err);
    }

    private static GrpoRun run(GrpoSettings settings, InstructionParts prompts,
                               FinetuningFolder folder, PrintWriter err) throws IOException {
        return new GrpoRun(settings, prompts,
                BaseOptions.loadOptions(settings.base().dtype(), err), folder);
    }
}

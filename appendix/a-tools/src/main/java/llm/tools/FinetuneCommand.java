package llm.tools;

import llm.tools.cli.CommonOptions;
import llm.tools.finetune.FinetuneClassifyCommand;
import llm.tools.finetune.FinetuneCompareCommand;
import llm.tools.finetune.FinetuneInstructCommand;
import llm.tools.preference.FinetuneGrpoCommand;
import llm.tools.preference.FinetunePpoCommand;
import llm.tools.preference.FinetunePreferCommand;
import llm.tools.preference.FinetuneRewardCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Teaches a pretrained model a task.
@Command(
        subcommands = {FinetuneClassifyCommand.class, FinetuneInstructCommand.class,
            FinetunePreferCommand.class, FinetuneRewardCommand.class, FinetuneGrpoCommand.class,
            FinetunePpoCommand.class, FinetuneCompareCommand.class},
        footer = {"", "Example:",
                "  ./llm finetune classify --model out/tour/model \\",
                "      --data datasets/spam/sms.tsv --out out/spam"})
final class FinetuneCommand implements Runnable {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "What to do is missing: classify, "
                + "instruct, prefer, reward, grpo, ppo or compare");
    }
}
